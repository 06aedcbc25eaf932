import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import { VERSIONS } from '../../../../mobile-pwa/store/schema.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import { TABLES } from '../../../../mobile-pwa/store/tables.ts';
import { noSuccessor, testIds } from '../../test-device.ts';
import { phoneSql } from './phone-sql.ts';

/** What a thief who copies a phone's files could look for. */
const SECRETS = {
  client: 'Épicerie El Djazaïr Secrète',
  phone: '0550123987',
  address: '14 rue des Oliviers Cachés',
  tax: '000987654321000',
  user: 'Karim Benali Secret',
  place: '36.754321',
  amount: '98765432',
  note: 'le portail bleu derrière la mosquée',
  photo: 'the bytes of a photo of a house',
};
const DAY = '2026-11-22';
const NOW = '2026-11-22T09:00:00.000Z';

let folder: string;
let database: Database.Database;
let sql: Sql;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manchengo-sealed-'));
  database = new Database(join(folder, 'phone.sqlite3'));
  sql = phoneSql(database);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<PhoneStore> {
  prepareSchema(sql);
  return openPhoneStore(sql, {
    surroundings: () => ({ app_version: '1', battery_level: null, network_type: 'wifi' }),
    owner: { deviceId: testIds.uuid(), userId: 7, crewDepot: 1 },
    clock: systemClock,
    ids: testIds,
    sha256,
    sign: signerOf(await newDeviceKey()),
    successor: noSuccessor,
    jwks: async () => null,
  });
}

/** Fills every table that holds people's data or amounts, by the store's own calls. */
async function workADay(store: PhoneStore) {
  const clientId = testIds.uuid();
  const deliveryId = testIds.uuid();
  const line = { product_id: 1, quantity: 12, unit_price_ht: Number(SECRETS.amount), tva_rate: 19 };
  const totals = { total_ht: Number(SECRETS.amount), total_tva: 0, total_ttc: Number(SECRETS.amount) };
  const entities = {
    products: [
      {
        id: 1,
        code: 'CAM',
        name: 'Camembert',
        unit: 'pièce',
        price_ht: Number(SECRETS.amount),
        tva_rate: 19,
        is_active: true,
      },
    ],
    clients: [
      {
        id: clientId,
        depot_ids: [1],
        name: SECRETS.client,
        phone: SECRETS.phone,
        address: SECRETS.address,
        location: { lat: Number(SECRETS.place), lng: 3.05 },
        tax_id: SECRETS.tax,
        balance: Number(SECRETS.amount),
        updated_at: NOW,
      },
    ],
    deliveries: [
      {
        id: deliveryId,
        reference: 'BL-ALG-2026-000001',
        depot_id: 1,
        driver_user_id: 7,
        client_id: clientId,
        client_name: SECRETS.client,
        planned_for: DAY,
        status: 'PENDING' as const,
        lines: [line],
        ...totals,
        validated_at: null,
        validated_by: null,
      },
    ],
    stock_levels: [{ product_id: 1, depot_id: 1, quantity: 40, as_of: NOW }],
    users: [{ id: 7, name: SECRETS.user }],
    tours: [
      {
        ...{ id: `7.${DAY}`, depot_id: 1, driver_user_id: 7, day: DAY, state: 'SETTLED' as const },
        ...{ missing: [], unproved_devices: [], loaded: [], expected: null, disputed: [], differences: null },
        counted: { goods: [], cash: Number(SECRETS.amount), cheques: [] },
        ...{ settled_at: NOW, settled_by: null, settle_reason: null },
      },
    ],
  };
  await store.device.stageScope(
    { entities, has_more: false, next_page: null, next_since: 'e1.1', server_time: NOW },
    true,
  );
  await store.device.commitScope('e1.1', { kind: 'server', url: 'http://server.test' });
  const photo = store.keepBlob(new TextEncoder().encode(SECRETS.photo), 'image/jpeg');
  if (photo.kind !== 'kept') throw new Error('the photo was refused');
  await store.validateDelivery({
    event_id: testIds.uuid(),
    delivery_id: deliveryId,
    details: {
      qr_scanned: `MCG1.${deliveryId}.n.s`,
      location: { lat: Number(SECRETS.place), lng: 3.05, accuracy_m: 5 },
      photo_blobs: [photo.sha256],
      cash_collected: Number(SECRETS.amount),
      received_by: SECRETS.client,
    },
  });
  const NO_PROOF = { signature: null, photos: [], place: null };
  const begunId = testIds.uuid();
  store.saveDeliveryDraft({
    delivery_id: begunId,
    event_id: testIds.uuid(),
    scanned: { code: `MCG1.${begunId}.n.s`, check: 'genuine', at: NOW },
    lines: [],
    received_by: SECRETS.client,
    cash: Number(SECRETS.amount),
    cash_is_total: false,
    cheque: { amount: Number(SECRETS.amount), bank: 'BNA', number: '41' },
    empties: [],
    proof: NO_PROOF,
    failure: { event_id: testIds.uuid(), reason: null, note: SECRETS.note, is_open: true, proof: NO_PROOF },
  });
  store.saveForm({ name: 'payment', event_id: testIds.uuid(), content: { note: SECRETS.note } });
  const failed = await store.failDelivery({
    event_id: testIds.uuid(),
    delivery_id: testIds.uuid(),
    details: { reason: 'OTHER', note: SECRETS.note },
  });
  if (failed.kind !== 'saved') throw new Error('the failure was not saved');
  await store.issueInvoice({
    id: testIds.uuid(),
    client_id: testIds.uuid(),
    client_name: SECRETS.client,
    new_client: { name: SECRETS.client, phone: SECRETS.phone, address: SECRETS.address },
    lines: [line],
    payment: 'CASH',
    handed_over: true,
  });
  const server = { kind: 'server' as const, url: 'http://server.test' };
  const [first, ...rest] = await store.device.nextBatch(server, 100, 1_000_000);
  if (first === undefined) throw new Error('there is nothing to hand in');
  const who = { user_id: 9, name: SECRETS.user };
  await store.device.recordPush(server, [first, ...rest], {
    success: false,
    acked_event_ids: [first.id],
    failed_events: [
      {
        event_id: failed.event_id,
        error_code: 'ALREADY_VALIDATED',
        retry: false,
        resolution: { action: 'DISCARD_LOCAL', data: { validated_by: who, validated_at: NOW } },
      },
    ],
    server_time: NOW,
    custody: 'server',
  });
  // Half a snapshot stays aside.
  await store.device.stageScope(
    { entities, has_more: true, next_page: '2', next_since: 'e1.2', server_time: NOW },
    true,
  );
}

/** Every byte of the database and its journal as they lie on the disk. */
async function bytesOnDisk(): Promise<string> {
  const names = await readdir(folder);
  expect(names.some((name) => name.endsWith('-wal'))).toBe(true);
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return Buffer.concat(files).toString('latin1');
}

const inLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const found = (bytes: string) => Object.entries(SECRETS).filter(([, text]) => bytes.includes(inLatin1(text)));

test('[SAFE-1] no name, number, address, place or amount stands in clear in the file or its journal, before or after a checkpoint', async () => {
  const store = await open();
  await workADay(store);
  expect(store.clients().map(({ phone }) => phone)).toContain(SECRETS.phone);
  expect(store.inbox()[0]).toMatchObject({ other_name: SECRETS.user });
  for (const [table, { sealed = [] }] of Object.entries(TABLES)) {
    for (const column of sealed) {
      const rows = sql.all<{ n: number }>(`SELECT count(${column}) AS n FROM ${table}`);
      expect(rows[0]!.n, `${table}.${column} is filled by this test`).toBeGreaterThan(0);
    }
  }
  expect(found(await bytesOnDisk())).toEqual([]);
  sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  expect(found(await bytesOnDisk())).toEqual([]);
});

test('[SAFE-1] the sealed columns are those of the list, and all of them are', async () => {
  await open();
  const blobs = sql.all<{ name: string }>(
    `SELECT t.name || '.' || c.name AS name FROM sqlite_schema t, pragma_table_info(t.name) c
     WHERE t.type = 'table' AND c.type = 'BLOB' ORDER BY 1`,
  );
  const listed = Object.entries(TABLES).flatMap(([table, { sealed = [] }]) =>
    sealed.map((column) => `${table}.${column}`),
  );
  expect(blobs.map(({ name }) => name)).toEqual(listed.sort());
});

test('[SAFE-2] a sealed value opens in its own column and row only, and not at all once altered', async () => {
  const store = await open();
  await workADay(store);
  const [client] = store.clients();
  const moves = [
    'UPDATE cache_clients SET phone = address WHERE id = ?',
    'UPDATE cache_clients SET phone = (SELECT phone FROM cache_clients o WHERE o.id <> cache_clients.id) WHERE id = ?',
    `UPDATE cache_clients SET phone = CAST(substr(phone, 1, 20) || x'00' || substr(phone, 22) AS BLOB) WHERE id = ?`,
    `UPDATE cache_clients SET phone = CAST('0550000000' AS BLOB) WHERE id = ?`,
  ];
  for (const move of moves) {
    database.exec('BEGIN');
    sql.exec(move, [client!.id]);
    expect(() => store.clients(), move).toThrow(/does not open/);
    database.exec('ROLLBACK');
  }
  expect(store.clients()).toHaveLength(2);
});

/** The tables of the app before this one, with what it had in clear. */
function plantVersion2(queued: string[]): void {
  sql.exec(VERSIONS.slice(0, 2).join('\n'));
  sql.exec('PRAGMA user_version = 2');
  sql.exec(`INSERT INTO sync_meta VALUES ('user_id', '7')`);
  queued.forEach((body, index) => {
    const { id, payload } = JSON.parse(body) as { id: string; payload: object };
    sql.exec(
      `INSERT INTO sync_queue (id, entity_type, entity_id, action, payload, occurred_at, user_id, device_id, v, seq, checksum,
                               signature, body)
       VALUES (?, 'DELIVERY', 'd', 'DELIVERY_FAILED', ?, ?, '7', 'device', 1, ?, 'c', 's', ?)`,
      [id, JSON.stringify(payload), NOW, index + 1, body],
    );
  });
  sql.exec(`INSERT INTO cache_clients (id, name, phone, address, tax_id) VALUES ('c', ?, ?, ?, ?)`, [
    SECRETS.client,
    SECRETS.phone,
    SECRETS.address,
    SECRETS.tax,
  ]);
  sql.exec(`INSERT INTO cache_users (id, name) VALUES (7, ?)`, [SECRETS.user]);
  sql.exec(`INSERT INTO draft_invoices (id, client_name, lines, total_ttc, updated_at) VALUES ('i', ?, '[]', ?, ?)`, [
    SECRETS.client,
    Number(SECRETS.amount),
    NOW,
  ]);
  const bytes = new Uint8Array(LIMITS.blobPieceBytes * 2 + 100).fill(65);
  bytes.set(new TextEncoder().encode(SECRETS.photo), LIMITS.blobPieceBytes - 5);
  sql.exec(`INSERT INTO blobs (sha256, content_type, size) VALUES ('b', 'image/jpeg', ?)`, [bytes.length]);
  sql.exec(`INSERT INTO blob_bytes (sha256, bytes) VALUES ('b', ?)`, [bytes]);
  sql.exec(`INSERT INTO blob_refs (event_id, sha256) VALUES ('e', 'b')`);
}

test('[SAFE-3] a phone of the version before keeps its queue to the letter, and nothing of what was in clear is left on its disk', async () => {
  const texts = [1, 2, 3].map((n) =>
    JSON.stringify({ id: testIds.uuid(), seq: n, payload: { reason: 'OTHER', note: `${SECRETS.note} ${n}` } }),
  );
  plantVersion2(texts);
  expect(found(await bytesOnDisk()).map(([name]) => name)).toEqual(expect.arrayContaining(['client', 'note', 'photo']));
  const store = await open();
  const queued = sql.all<{ body: string; payload: string }>('SELECT body, payload FROM plain_sync_queue ORDER BY seq');
  expect(queued.map(({ body }) => body)).toEqual(texts);
  expect(queued.map(({ payload }) => JSON.parse(payload))).toEqual(texts.map((text) => JSON.parse(text).payload));
  expect(store.clients()[0]).toMatchObject({ name: SECRETS.client, phone: SECRETS.phone, address: SECRETS.address });
  const photo = Buffer.from(await store.blobs.read('b', LIMITS.blobPieceBytes - 10, 100)).toString('utf8');
  expect(photo).toContain(SECRETS.photo);
  expect(await store.blobs.read('b', LIMITS.blobPieceBytes * 2, LIMITS.blobPieceBytes)).toHaveLength(100);
  expect(found(await bytesOnDisk())).toEqual([]);
});

test('[SAFE-3] a phone that died between the lift and the wiping of its old pages wipes them at the next start', async () => {
  plantVersion2([]);
  const dying: Sql = {
    ...sql,
    exec(text, params) {
      if (text === 'VACUUM') throw new Error('the battery is empty');
      sql.exec(text, params);
    },
  };
  expect(() => prepareSchema(dying)).toThrow('the battery is empty');
  await open();
  expect(found(await bytesOnDisk())).toEqual([]);
});
