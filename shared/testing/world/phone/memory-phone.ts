import Database from 'better-sqlite3';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { Delivery } from '#shared/contract/entities.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import type { ServerEvent } from '#shared/contract/server-events.ts';
import type { BootstrapResponse, Checkpoint, PullResponse, PushResponse } from '#shared/contract/sync.ts';
import { newDeviceKey, sha256, signerOf } from '#shared/ports/crypto-web.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import type { AuditContext } from '../../../../mobile-pwa/store/audit.ts';
import { openPhoneStore, type PhoneStore, prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import type { DraftInvoice } from '../../../../mobile-pwa/store/views.ts';
import { noSuccessor } from '../../test-device.ts';
import { phoneSql } from './phone-sql.ts';

export const HUB: NodeRef = { kind: 'hub', url: 'http://hub.test' };
export const SERVER: NodeRef = { kind: 'server', url: 'http://server.test' };
export const DAY = '2026-11-22';
const USER = 7;
const DEPOT = 1;

interface Queued {
  id: string;
  seq: number;
  status: string;
  custody: string;
  checksum: string;
  body: string;
}

/** The keys of a phone and of its server; making them takes longer than a test, so that tests share them. */
export interface PhoneKeys {
  device: CryptoKeyPair;
  server: CryptoKey;
  jwks: JSONWebKeySet;
}

export async function newPhoneKeys(): Promise<PhoneKeys> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  return {
    device: await newDeviceKey(),
    server: pair.privateKey as CryptoKey,
    jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' }] },
  };
}

/** The store of a phone on a database in memory, and what its nodes would tell it; its clock is turned by the test. */
export class MemoryPhone {
  store: PhoneStore;
  readonly sql: Sql;
  /** Of the last event that the server told. */
  pos = 0;
  private time = Date.parse(`${DAY}T09:00:00.000Z`);
  private readonly clock = { now: () => this.time, sleep: async () => {} };
  readonly ids = uuidV7(this.clock, systemRandom);
  private readonly deviceId = this.ids.uuid();
  private readonly keys: PhoneKeys;

  private readonly surroundings: (() => AuditContext) | undefined;

  private readonly crewDepot: number | null;

  /** It keeps an audit trail where it is told how it is, and a depot's work where its user is in its crew. */
  constructor(keys: PhoneKeys, surroundings?: () => AuditContext, crewDepot: number | null = null) {
    this.keys = keys;
    this.surroundings = surroundings;
    this.crewDepot = crewDepot;
    this.sql = phoneSql(new Database(':memory:'));
    prepareSchema(this.sql);
    this.store = this.open();
  }

  /** The app dies and is opened again on the same database. */
  restart(): void {
    this.store = this.open();
  }

  private open(): PhoneStore {
    return openPhoneStore(this.sql, {
      owner: { deviceId: this.deviceId, userId: USER, crewDepot: this.crewDepot, depotId: DEPOT },
      clock: this.clock,
      ids: this.ids,
      sha256,
      sign: signerOf(this.keys.device),
      successor: noSuccessor,
      jwks: async () => this.keys.jwks,
      ...(this.surroundings ? { surroundings: this.surroundings } : {}),
    });
  }

  turn(ms: number): void {
    this.time += ms;
  }

  validate(deliveryId: string = this.ids.uuid(), eventId: string = this.ids.uuid()) {
    return this.store.validateDelivery({
      event_id: eventId,
      delivery_id: deliveryId,
      details: { qr_scanned: `MCG1.${deliveryId}.n.s` },
    });
  }

  queue(): Queued[] {
    return this.sql.all<Queued>('SELECT id, seq, status, custody, checksum, body FROM plain_sync_queue ORDER BY seq');
  }

  archived() {
    return this.sql.all<Queued>('SELECT id, seq, checksum FROM sync_archive ORDER BY seq');
  }

  offer(node: NodeRef) {
    return this.store.device.nextBatch(node, 1_000, 4_000_000);
  }

  says(action: string, entityId: string, payload: object): ServerEvent {
    this.pos += 1;
    return {
      id: this.ids.uuid(),
      entity_type: 'ANY',
      entity_id: entityId,
      action,
      payload: payload as Record<string, unknown>,
      occurred_at: this.now(),
      pos: this.pos,
    };
  }

  page(events: ServerEvent[], checkpoint: string | null = null): PullResponse {
    return {
      events,
      has_more: false,
      server_time: this.now(),
      device_status: { is_active: true, requires_reauth: false, clock_drift_ms: 0 },
      next_since: `e1.${this.pos}`,
      checkpoint,
    };
  }

  snapshot(epoch: string): BootstrapResponse {
    return {
      entities: { products: [], clients: [], deliveries: [], stock_levels: [], users: [] },
      has_more: false,
      next_page: null,
      next_since: `${epoch}.1`,
      server_time: this.now(),
    };
  }

  answer(custody: 'hub' | 'server', acked: string[], failed: PushResponse['failed_events'] = []): PushResponse {
    return {
      success: failed.length === 0,
      acked_event_ids: acked,
      failed_events: failed,
      server_time: this.now(),
      custody,
    };
  }

  async checkpoint(
    upTo: number,
    checksum: string | null,
    change: Partial<Checkpoint> = {},
    key: CryptoKey = this.keys.server,
  ): Promise<string> {
    const claims = {
      ...{ device_id: this.deviceId, up_to: upTo, checksum, received_above: [], missing_blobs: [] },
      ...change,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: TOKEN_TYPES.checkpoint })
      .setIssuedAt(Math.floor(this.time / 1_000))
      .sign(key);
  }

  deliveryOf(id: string, change: Partial<Delivery> = {}): Delivery {
    return {
      id,
      reference: 'BL-ALG-2026-000001',
      depot_id: 1,
      driver_user_id: USER,
      client_id: this.ids.uuid(),
      client_name: 'Épicerie El Djazaïr',
      planned_for: DAY,
      status: 'PENDING',
      lines: [{ product_id: 1, quantity: 12, unit_price_ht: 100_00, tva_rate: 19 }],
      total_ht: 1_200_00,
      total_tva: 228_00,
      total_ttc: 1_428_00,
      validated_at: null,
      validated_by: null,
      ...change,
    };
  }

  draftOf(): DraftInvoice {
    return {
      id: this.ids.uuid(),
      client_id: this.ids.uuid(),
      client_name: 'Supérette Nour',
      new_client: { name: 'Supérette Nour', phone: '0555 12 34 56' },
      lines: [{ product_id: 1, quantity: 2, unit_price_ht: 500_00, tva_rate: 19 }],
      payment: 'CASH',
      handed_over: true,
    };
  }

  private now(): string {
    return new Date(this.time).toISOString();
  }
}
