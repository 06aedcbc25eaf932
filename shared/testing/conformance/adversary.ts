import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import type { PushResponse } from '#shared/contract/sync.ts';
import { type TestDevice, testIds } from '../test-device.ts';
import type { NodeUnderTest } from './http-suite.ts';

/** A node that is attacked. */
export interface Target extends NodeUnderTest {
  /** A token by the server's own key, of any type and with any claims. */
  sign(typ: string, claims: object): Promise<string>;
}

export type Attacker = Awaited<ReturnType<NodeUnderTest['signIn']>>;

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came.
  body: any;
}

/** Posts whatever an attacker likes to POST /api/sync/push. */
export async function post(
  { url }: Target,
  authorization: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${url}/api/sync/push`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body: raw ? (body as string) : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

export async function get({ url }: Target, authorization: string, path: string): Promise<Answer> {
  const response = await fetch(url + path, { headers: { authorization } });
  return { status: response.status, body: await response.json() };
}

/** Hands in events that are texts already, well-formed or not. */
export async function pushTexts(target: Target, who: Attacker, texts: string[]): Promise<PushResponse> {
  const frame = JSON.stringify(who.device.pushBody([]));
  const body = frame.replace('"events":[]', () => `"events":[${texts.join(',')}]`);
  const answer = await post(target, who.authorization, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

export const pushAll = (target: Target, who: Attacker, events: unknown[]): Promise<PushResponse> =>
  pushTexts(
    target,
    who,
    events.map((event) => JSON.stringify(event)),
  );

export const codesOf = ({ failed_events }: PushResponse): Record<string, string> =>
  Object.fromEntries(failed_events.map(({ event_id, error_code }) => [event_id, error_code]));

export const audit = (device: TestDevice, n: unknown = 0) =>
  device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n } });

/** Proves that a node still serves after what was done to it: an honest push goes through whole. */
export async function expectService(target: Target, who: Attacker): Promise<void> {
  const event = audit(who.device, testIds.uuid());
  expect(await pushAll(target, who, [event])).toMatchObject({ success: true, acked_event_ids: [event.id] });
}

/** A push whose body is promised and does not come. */
export async function openSlowPush(target: Target, authorization: string, promised: number): Promise<Socket> {
  const { hostname, port } = new URL(target.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    `POST /api/sync/push HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: ${authorization}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${promised}\r\n\r\n`,
  );
  return socket;
}
