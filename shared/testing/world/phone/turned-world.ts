import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openHub, type RunningHub } from '#hub/open-hub.ts';
import { readHubSettings } from '#hub/settings.ts';
import { signClaims } from '#server/identity/tokens.ts';
import { openTestServer, type TestServer } from '#server/testing/open-test-server.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { nodeLog } from '#shared/node-app/log.ts';
import { type Clock, isoTime, systemClock } from '#shared/ports/clock.ts';
import { hubClaims } from '../../hub-claims.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { TestDevice, testIds } from '../../test-device.ts';
import { DEMO_PASSWORD, enrollCode } from '../start-world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Person {
  device: TestDevice;
  token: string;
}

interface Parts {
  clock: TurnedClock;
  database: TestDatabase;
  server: TestServer;
  serverUrl: string;
  hub: RunningHub;
  folder: string;
}

/** The system's clock, and what the test has turned it by. */
class TurnedClock implements Clock {
  private offset = 0;
  readonly sleep = systemClock.sleep;
  readonly now = (): number => Date.now() + this.offset;

  turn(ms: number): void {
    this.offset += ms;
  }
}

/** A server and a hub of depot ALG on one clock that the test turns. */
export async function openTurnedWorld(): Promise<TurnedWorld> {
  const clock = new TurnedClock();
  const database = await createTestDatabase();
  const server = await openTestServer(database.url, clock, { demo: true });
  const serverUrl = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'manchengo-times-'));
  const settings = readHubSettings({
    MANCHENGO_DATA_DIR: folder,
    MANCHENGO_PORT: '0',
    MANCHENGO_UPSTREAM: serverUrl,
    MANCHENGO_ENROLL_CODE: await enrollCode(serverUrl, 'ALG'),
  });
  if (!settings.ok) throw new Error(settings.error);
  const opened = await openHub({ settings: settings.value, logger: nodeLog('hub', 'silent'), clock });
  if (!opened.ok) throw new Error(opened.error);
  return new TurnedWorld({ clock, database, server, serverUrl, hub: opened.value, folder });
}

export class TurnedWorld {
  readonly clock: TurnedClock;
  readonly server: TestServer;
  readonly serverUrl: string;
  readonly hub: RunningHub;
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
    this.clock = parts.clock;
    this.server = parts.server;
    this.serverUrl = parts.serverUrl;
    this.hub = parts.hub;
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.server.close();
    await this.parts.database.drop();
    await rm(this.parts.folder, { recursive: true, force: true });
  }

  now(): string {
    return isoTime(this.clock.now());
  }

  turn(ms: number): void {
    this.clock.turn(ms);
  }

  /** On a new phone; the person's former ones are given back first. */
  async signIn(username: string): Promise<Person> {
    await this.server.owner.query(
      'UPDATE devices SET is_active = false WHERE user_id = (SELECT id FROM users WHERE username = $1)',
      [username],
    );
    const device = new TestDevice(0);
    const { id, publicKey } = device;
    const { body } = await this.server.signIn(username, DEMO_PASSWORD, { id, publicKey } as never);
    device.userId = body.user.id;
    return { device, token: body.access_token };
  }

  update(who: Person, clientId: string, payload: object, occurred_at = this.now()): SyncEvent {
    return who.device.say({
      entity_type: 'CLIENT',
      entity_id: clientId,
      action: 'CLIENT_UPDATED',
      payload,
      occurred_at,
    } as never);
  }

  note(who: Person, occurred_at = this.now()): SyncEvent {
    return who.device.say({ entity_type: 'AUDIT', entity_id: 'app', action: 'SEEN', payload: {}, occurred_at });
  }

  async bring(who: Person, events: SyncEvent[], sent_at = this.now()): Promise<void> {
    const body = who.device.pushBody(events, { sent_at });
    const answer = await this.server.call('POST', '/api/sync/push', { token: who.token, body });
    expect(answer.body.failed_events ?? answer.body).toEqual([]);
  }

  /** The hub brings an event, and says of its times what it likes. */
  async relay(
    event: SyncEvent,
    said: { received_at?: string; clock_drift_ms?: number },
    sent_at = this.now(),
  ): Promise<void> {
    const { hub_id } = this.hub.identity;
    const claims = hubClaims(this.hub.identity, this.clock.now());
    const token = await signClaims(this.server.deps.keys, TOKEN_TYPES.access, claims);
    const relayed = { [event.id]: { received_at: sent_at, clock_drift_ms: 0, ...said } };
    const body = { device_id: hub_id, batch_id: testIds.uuid(), sent_at, relayed, events: [event] };
    const answer = await this.server.call('POST', '/api/sync/push', { token, body });
    expect(answer.status).toBe(200);
  }

  async one<Row extends object>(sql: string, ...values: unknown[]): Promise<Row> {
    const { rows } = await this.server.owner.query<Row>(sql, values);
    return rows[0] as Row;
  }

  clientOf(n: number) {
    return this.one<{ id: string }>(
      `SELECT c.id FROM clients c JOIN client_depots d ON d.client_id = c.id JOIN depots p ON p.id = d.depot_id
       WHERE p.code = 'ALG' ORDER BY c.id LIMIT 1 OFFSET $1`,
      n,
    );
  }

  async nameOf(id: string): Promise<string> {
    return (await this.one<{ name: string }>('SELECT name FROM clients WHERE id = $1', id)).name;
  }

  storedOf(id: string) {
    return this.one<{ status: string; received_at: string; drift_ms: number; claimed: object | null }>(
      'SELECT status, received_at, drift_ms, claimed FROM events WHERE id = $1',
      id,
    );
  }
}
