import type { Client } from '#shared/contract/entities.ts';
import { ok } from '#shared/contract/errors.ts';
import type { ClientChange } from '#shared/contract/hq/requests.ts';
import type { ClientFact } from '#shared/domain/decide/facts.ts';
import { placeOrNull } from '#shared/domain/place.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { appendChanges } from '../store/changes.ts';
import { lockClients, updateClients } from '../store/entities/client.ts';
import type { Changing } from './change-one.ts';
import { setDepots } from './client-depots.ts';
import { clientChanges, clocksOf, readClients } from './create-clients.ts';

/**
 * What HQ writes of a client. Its fields count from now, like a phone's: what a phone wrote before and hands in later does
 * not undo it. Every depot of the client is told, and each that it has left.
 */
export const changingClients: Changing<ClientChange, Client> = {
  subject: { what: 'CLIENT_CHANGED', type: 'CLIENT' },

  async lock(tx, id) {
    const [client] = (await lockClients(tx, [id], [])).values();
    return client ? shown(client) : null;
  },

  async change(tx, deps, { before, input: { depot_ids, ...input } }) {
    const now = isoTime(deps.clock.now());
    const locked = (await lockClients(tx, [before.id], [])).get(before.id) as ClientFact;
    const left = await setDepots(tx, locked, depot_ids);
    if (!left.ok) return left;
    const place = input.location === undefined ? {} : { location: placeOrNull(input.location) };
    const field_clocks = { ...locked.field_clocks, ...clocksOf(before.id, input, now) };
    await updateClients(tx, [{ ...locked, ...input, ...place, updated_at: now, field_clocks }]);
    const [after] = await readClients(tx, [before.id]);
    await appendChanges(tx, clientChanges(deps, after ? [after] : [], left.value));
    return ok(after ?? before);
  },
};

const shown = ({ field_clocks: _clocks, ...client }: ClientFact): Client => client;
