import { generateKeyPairSync, sign } from 'node:crypto';
import type { Delivery, Product, Role } from '#shared/contract/entities.ts';
import { ISSUER, type PublicKey, TOKEN_TYPES } from '#shared/contract/identity.ts';
import type { Checkpoint } from '#shared/contract/sync.ts';
import { blankClient } from '#shared/domain/decide/client-record.ts';
import type { ClientFact } from '#shared/domain/decide/facts.ts';
import { algiersDay } from '#shared/domain/references.ts';
import type { LotState } from '#shared/domain/stock.ts';
import type { Upcasts } from '#shared/domain/upcast.ts';
import type { SignChecksum } from '#shared/ports/crypto.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Chance } from './chance.ts';

export interface FixtureUser {
  id: number;
  name: string;
  role: Role;
  depot_id: number;
}
export interface FixtureDevice {
  id: string;
  user_id: number;
  public_key: PublicKey;
}
export type FixtureDelivery = Delivery & { qr_payload: string };

/** What the company is before its day begins. */
export interface Fixture {
  depots: { id: number; code: string; name: string }[];
  users: FixtureUser[];
  products: Product[];
  lots: LotState[];
  clients: ClientFact[];
  deliveries: FixtureDelivery[];
  devices: FixtureDevice[];
}

const DEPOTS = [
  { id: 1, code: 'ALG', name: 'Alger' },
  { id: 2, code: 'ORN', name: 'Oran' },
];
/** The first ones have a phone; the last one's deliveries are brought by others. */
const USERS: FixtureUser[] = [
  { id: 1, name: 'Amine', role: 'driver', depot_id: 1 },
  { id: 2, name: 'Brahim', role: 'warehouse', depot_id: 1 },
  { id: 3, name: 'Salima', role: 'seller', depot_id: 1 },
  { id: 4, name: 'Omar', role: 'driver', depot_id: 2 },
  { id: 5, name: 'Bilal', role: 'driver', depot_id: 1 },
];

/** A key of a device. Made once for all runs: keys are no part of what a seed decides. */
export interface DeviceKey {
  publicKey: PublicKey;
  sign: SignChecksum;
}
const deviceKeys: DeviceKey[] = [];

export function deviceKey(index: number): DeviceKey {
  deviceKeys[index] ??= newDeviceKey();
  return deviceKeys[index] as DeviceKey;
}

function newDeviceKey(): DeviceKey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = pair.publicKey.export({ format: 'jwk' });
  return {
    publicKey: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string },
    sign: async (checksum) =>
      sign('sha256', Buffer.from(checksum, 'hex'), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
        'base64url',
      ),
  };
}

/** The server's key for checkpoints, and a stranger's. */
export interface CheckpointKey {
  jwks: { keys: Record<string, unknown>[] };
  sign(claims: Checkpoint): string;
}

function checkpointKey(kid: string): CheckpointKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] },
    sign(claims) {
      const signed = `${encoded({ alg: 'ES256', kid, typ: TOKEN_TYPES.checkpoint })}.${encoded({ iss: ISSUER, ...claims })}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    },
  };
}

export const serverKey = checkpointKey('server');
/** Bears the server's key id, and is not the server's. */
export const forgersKey = checkpointKey('server');

/** Client changes are at version 2 here: those of an old app still call a phone number `mobile`. */
export const SIM_UPCASTS: Upcasts = {
  'CLIENT/CLIENT_UPDATED': [({ mobile, ...rest }) => (mobile === undefined ? rest : { ...rest, phone: mobile })],
};

/** The code on a delivery note; `.sim` stands for the server's signature. */
const codeOf = (id: string): string => `MCG1.${id}.nonce.sim`;
export const isGenuine = (code: string): boolean => code.endsWith('.sim');

/** Builds the company of a run: two depots, a handful of people, goods that do not quite suffice. */
export function buildFixture(chance: Chance, ids: Ids, nowMs: number, phones: number): Fixture {
  const products = [1, 2, 3].map((id): Product => {
    const price_ht = 1_000 * chance.between(1, 90);
    return {
      id,
      code: `P${id}`,
      name: `Produit ${id}`,
      unit: 'pièce',
      price_ht,
      tva_rate: chance.pick([0, 9, 19]),
      is_active: true,
    };
  });
  const clients = DEPOTS.flatMap(({ id }) =>
    [1, 2].map((n) => someClient(ids.uuid(), id, `Boutique ${id}${n}`, nowMs)),
  );
  const deliveries = DEPOTS.flatMap(({ id }) =>
    Array.from({ length: id === 1 ? 8 : 3 }, (_, n) => plan(chance, ids.uuid(), id, n, products, clients, nowMs)),
  );
  return {
    depots: DEPOTS,
    users: USERS,
    products,
    clients,
    deliveries,
    lots: DEPOTS.flatMap(({ id }) => products.flatMap((product) => lotsOf(chance, ids, id, product.id))),
    devices: Array.from({ length: phones }, (_, n) => ({
      id: ids.uuid(),
      user_id: (USERS[n] as FixtureUser).id,
      public_key: deviceKey(n).publicKey,
    })),
  };
}

const someClient = (id: string, depot: number, name: string, nowMs: number): ClientFact => ({
  ...blankClient(id, [depot], new Date(nowMs).toISOString()),
  name,
});

const lotsOf = (chance: Chance, ids: Ids, depot_id: number, product_id: number): LotState[] =>
  [1, 2].map((n) => {
    const id = ids.uuid();
    const [produced_at, quantity] = [`2026-11-0${chance.between(1, 9)}`, chance.between(5, 40)];
    const named = { id, depot_id, product_id, lot_number: `L${n}`, produced_at, expires_at: '2030-01-01' };
    return { ...named, received_quantity: quantity, remaining_quantity: quantity };
  });

/** A delivery of a depot, to one of its clients, for one of its drivers. */
export function plan(
  chance: Chance,
  id: string,
  depot_id: number,
  number: number,
  products: Product[],
  clients: ClientFact[],
  nowMs: number,
): FixtureDelivery {
  const client = chance.pick(clients.filter(({ depot_ids }) => depot_ids.includes(depot_id)));
  const drivers = USERS.filter((user) => user.depot_id === depot_id && user.role === 'driver');
  const lines = products
    .filter(() => chance.happens(0.7))
    .map(({ id: product_id, price_ht, tva_rate }) => ({
      product_id,
      quantity: chance.between(1, 12),
      unit_price_ht: price_ht,
      tva_rate,
    }));
  return {
    id,
    reference: `BL-${depot_id}-${number}`,
    depot_id,
    driver_user_id: chance.pick(drivers).id,
    client_id: client.id,
    client_name: client.name,
    planned_for: algiersDay(nowMs),
    status: 'PENDING',
    lines: lines.length > 0 ? lines : [{ product_id: 1, quantity: 3, unit_price_ht: 1_000, tva_rate: 9 }],
    total_ht: 0,
    total_tva: 0,
    total_ttc: 0,
    validated_at: null,
    validated_by: null,
    qr_payload: codeOf(id),
  };
}
