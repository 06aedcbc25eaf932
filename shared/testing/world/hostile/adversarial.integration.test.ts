import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signClaims } from '#server/identity/tokens.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { adversarialSuite } from '../../conformance/adversarial-suite.ts';
import { audit, codesOf, post, pushAll, type Target } from '../../conformance/adversary.ts';
import { firstFailure, testAll } from '../../conformance/checks.ts';
import { hubClaims } from '../../hub-claims.ts';
import { testIds } from '../../test-device.ts';
import { openNode } from '../conformance-nodes.ts';
import type { World } from '../start-world.ts';
import { type MutantNode, mutantNodes, openMutant } from './mutant-nodes.ts';

async function openTarget(kind: 'hub' | 'server'): Promise<{ target: Target; world: World }> {
  const { node, world } = await openNode(kind);
  // One phone a person: a user has three at most.
  const phones = new Map<string, ReturnType<typeof node.signIn>>();
  const signIn = (username: string) => {
    const phone = phones.get(username) ?? node.signIn(username);
    phones.set(username, phone);
    return phone;
  };
  const sign = (typ: string, claims: object) => signClaims(world.server.deps.keys, typ, claims);
  return { target: { ...node, signIn, sign }, world };
}

let target: Target;
let world: World;

describe('the hub withstands', () => {
  beforeAll(async () => {
    ({ target, world } = await openTarget('hub'));
  });
  afterAll(() => target?.close());

  testAll(adversarialSuite, () => target);
});

describe('the server withstands', () => {
  beforeAll(async () => {
    ({ target, world } = await openTarget('server'));
  });
  afterAll(() => target?.close());

  testAll(adversarialSuite, () => target);

  test('[PUSH-2] [INV-2] invoices beyond all sums and all goods fail alone', async () => {
    const seller = await target.signIn('seller1.alger');
    const { rows } = await world.database.query<{ product: number; client: string }>(
      'SELECT (SELECT min(id) FROM products) AS product, (SELECT id FROM clients LIMIT 1) AS client',
    );
    const [good] = rows;
    const lines = (quantity: number, unit_price_ht: number, tva_rate: number) =>
      Array.from({ length: 500 }, () => ({ product_id: good?.product, quantity, unit_price_ht, tva_rate }));
    const totals = { total_ht: 0, total_tva: 0, stamp_duty: 0, total_ttc: 0 };
    const invoice = (payload: object) =>
      seller.device.say({
        entity_type: 'INVOICE',
        entity_id: testIds.uuid(),
        action: 'INVOICE_CREATED',
        payload: { client_id: good?.client, ...totals, payment: 'CREDIT', ...payload },
      });
    const tooDear = invoice({ lines: lines(1_000_000, 10_000_000_000, 100) });
    const tooMuch = Array.from({ length: 6 }, () => invoice({ lines: lines(1_000_000, 0, 0), handed_over: true }));
    const honest = audit(seller.device);
    const answer = await pushAll(target, seller, [tooDear, ...tooMuch, honest]);
    expect(answer.acked_event_ids).toContain(honest.id);
    expect(codesOf(answer)).toMatchObject({ [tooDear.id]: 'INVALID_EVENT', [tooMuch[5]?.id ?? '']: 'INVALID_EVENT' });
  });

  test('[PUSH-9] [CLI-1] [IN-1] a hub that lies about clocks harms nobody', async () => {
    const who = await target.signIn('driver1.alger');
    const { hub_id } = world.hub.identity;
    const authorization = `Bearer ${await target.sign(TOKEN_TYPES.access, hubClaims(world.hub.identity, Date.now()))}`;
    const push = (relayed: object, sent_at = new Date().toISOString()) => {
      const event = audit(who.device);
      const body = who.device.pushBody([event], { device_id: hub_id, sent_at, relayed: { [event.id]: relayed } });
      return post(target, authorization, body).then((answer) => ({ ...answer, id: event.id }));
    };
    const far = '9999-12-31T23:59:59.999Z';
    const long = '0001-01-01T00:00:00.000Z';
    for (const received_at of [far, long]) {
      for (const sent_at of [far, long]) {
        const { status, body, id } = await push({ received_at, clock_drift_ms: -300_000_000_000_000 }, sent_at);
        expect([status, body.acked_event_ids], JSON.stringify([received_at, sent_at, body])).toEqual([200, [id]]);
      }
    }
    for (const relayed of [
      { received_at: far, clock_drift_ms: Number.MAX_SAFE_INTEGER },
      { received_at: '2026-02-30T00:00:00.000Z', clock_drift_ms: 0 },
      { received_at: '0000-01-01T00:00:00.000Z', clock_drift_ms: 0 },
    ]) {
      const { status, body, id } = await push(relayed);
      expect([status, body.code, await target.storedText(id)]).toEqual([400, 'INVALID_REQUEST', null]);
    }
  });

  test('[PUSH-9] a sound copy of its routes is not taken for a broken one', async () => {
    expect(await attack({ name: '', breaks: '', mutant: () => ({}) })).toBeNull();
  });

  test.each(mutantNodes)('a server that $name is found out', async (mutated) => {
    expect(await attack(mutated)).toContain(`[${mutated.breaks}]`);
  });

  /** The first attack that comes through. */
  async function attack(mutated: MutantNode): Promise<string | null> {
    const node = await openMutant(world.server, mutated);
    try {
      return await firstFailure(adversarialSuite, { ...target, url: node.url });
    } finally {
      await node.close();
    }
  }
});
