import { DISK_FULL } from '#shared/contract/errors.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { readRefusal } from '#shared/contract/refusal.ts';
import { BootstrapResponse, PullResponse, PushResponse, Rescued, WipeOrdered } from '#shared/contract/sync.ts';
import type { Transport, TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import type { Credentials } from './credentials.ts';
import type { DeviceSaid, NodeRef } from './device-store.ts';
import { ASKING_MS, uploadTimeoutMs } from './patience.ts';

/** How a call to a node ended. Channel faults pause the whole exchange; item faults concern what was sent. */
export type CallResult<T> =
  | { kind: 'ok'; value: T }
  /** Nobody answered, or what answered is no node. */
  | { kind: 'unreachable'; reason: string }
  /** 429 and 503. */
  | { kind: 'busy'; retryAfterSeconds: number | null; reason?: typeof DISK_FULL }
  /** 401 that a renewal did not cure. */
  | { kind: 'sign_in' }
  /** 403 DEVICE_REVOKED. What it lists is believed only together with a valid order: see `rescueTo`. */
  | { kind: 'revoked'; wipeOrder: string | null; quarantined: string[]; refused: string[] }
  /** 413 and 500: what was sent is at fault, or too much. */
  | { kind: 'item_fault'; code: string }
  /** 410. */
  | { kind: 'cursor_expired' }
  /** Any other refusal: a bug here or there. */
  | { kind: 'refused'; status: number; code: string; detail: string };

const readPush = reader(PushResponse);
const readPull = reader(PullResponse);
const readBootstrap = reader(BootstrapResponse);
const readOrder = reader(WipeOrdered);
const readRescued = reader(Rescued);

/** The calls of the contract as a device makes them. */
export class NodeApi {
  readonly node: NodeRef;
  readonly #deviceId: string;
  readonly #transport: Transport;
  readonly #credentials: Credentials;

  constructor(node: NodeRef, deviceId: string, transport: Transport, credentials: Credentials) {
    this.node = node;
    this.#deviceId = deviceId;
    this.#transport = transport;
    this.#credentials = credentials;
  }

  /** `body` is a PushRequest as JSON text, the events in their own texts. */
  push(body: string): Promise<CallResult<PushResponse>> {
    return this.#call('POST', '/api/sync/push', readPush, { body, compressible: true });
  }

  /**
   * `head`: a checkpoint that says how far the server's log had come. `said`: how this device is. `leave`: once it is
   * aborted the answer is not waited for, as if nobody had given one.
   */
  pull(
    since: string,
    limit: number,
    {
      head = null,
      said = null,
      leave = null,
    }: { head?: string | null; said?: DeviceSaid | null; leave?: AbortSignal | null } = {},
  ): Promise<CallResult<PullResponse>> {
    const shown = { ...(head === null ? {} : { head }), ...(said === null ? {} : saidQuery(said)) };
    const query = new URLSearchParams({ since, device_id: this.#deviceId, limit: String(limit), ...shown });
    return this.#call('GET', `/api/sync/pull?${query}`, readPull, leave === null ? {} : { leave });
  }

  bootstrap(page: string | null): Promise<CallResult<BootstrapResponse>> {
    const query = new URLSearchParams({ device_id: this.#deviceId, ...(page === null ? {} : { page }) });
    return this.#call('GET', `/api/sync/bootstrap?${query}`, readBootstrap);
  }

  async #call<T>(
    method: 'GET' | 'POST',
    path: string,
    read: Reader<T>,
    content: Pick<TransportRequest, 'body' | 'compressible' | 'leave'> = {},
  ): Promise<CallResult<T>> {
    const channel = { node: this.node, transport: this.#transport, credentials: this.#credentials };
    const { body } = content;
    const request = {
      method,
      path,
      headers: {},
      ...content,
      timeoutMs: body === undefined ? ASKING_MS : uploadTimeoutMs(body.length),
    };
    const answer = await authorizedRequest(channel, request);
    return answer.kind === 'sign_in' ? answer : interpret(answer, read);
  }
}

const saidQuery = ({ made, unsent, battery, app }: DeviceSaid): Record<string, string> => ({
  made: String(made),
  unsent: String(unsent),
  ...(battery === null ? {} : { battery: String(Math.round(battery)) }),
  ...(app === null ? {} : { app }),
});

/** What is said of an answer that no node gives: a captive portal's page, or a proxy's. */
export const NO_NODE = 'what answered is no node';

/** A node, and how to reach it. */
export interface Channel {
  node: NodeRef;
  transport: Transport;
  credentials: Credentials;
}

type NodeRequest = Omit<TransportRequest, 'url'> & { path: string };

/** One call with the device's token. A 401 is cured by one renewal and one repeat. */
export async function authorizedRequest(
  { node, transport, credentials }: Channel,
  { path, headers, ...request }: NodeRequest,
): Promise<TransportAnswer | { kind: 'sign_in' }> {
  const send = async (): Promise<TransportAnswer> => {
    const authorization = await credentials.authorization(node);
    return transport.request({
      ...request,
      url: node.url + path,
      headers: authorization === null ? headers : { ...headers, authorization },
    });
  };
  const first = await send();
  if (first.kind !== 'answer' || first.status !== 401) return first;
  const renewal = await credentials.renew(node);
  switch (renewal) {
    case 'renewed':
      return send();
    case 'unreachable':
      return { kind: 'unreachable', reason: 'the token could not be renewed' };
    case 'refused':
      return { kind: 'sign_in' };
  }
}

/**
 * What an answer comes to. A success that does not read as the contract says is none: a portal or a proxy speaks JSON too,
 * and a node that is out of order is left alone until it is repaired, while others are asked.
 */
export function interpret<T>(answer: TransportAnswer, read: Reader<T>): CallResult<T> {
  if (answer.kind === 'unreachable') return { kind: 'unreachable', reason: answer.reason };
  const { status, body } = answer;
  if (status < 300 && body !== null) {
    const value = read(body);
    if (value.ok) return { kind: 'ok', value: value.value };
    return { kind: 'unreachable', reason: `${NO_NODE}: its answer is wrong at ${value.error}` };
  }
  const { code, detail } = readRefusal(body, status);
  switch (status) {
    case 401:
      return { kind: 'sign_in' };
    case 410:
      return { kind: 'cursor_expired' };
    case 413:
    case 500:
      return { kind: 'item_fault', code };
    case 429:
    case 502:
    case 503:
    case 504:
      return {
        kind: 'busy',
        retryAfterSeconds: answer.retryAfterSeconds,
        ...((body as { reason?: unknown } | null)?.reason === DISK_FULL ? { reason: DISK_FULL } : {}),
      };
  }
  // A captive portal or a proxy answers with a page of its own: it is no node, and nothing was handed over.
  if (status < 400) return { kind: 'unreachable', reason: `${NO_NODE} (status ${status})` };
  if (code === 'DEVICE_REVOKED') return revoked(body);
  return { kind: 'refused', status, code, detail: detail ?? '' };
}

function revoked(problem: unknown): CallResult<never> {
  const order = readOrder(problem);
  const lists = readRescued(problem);
  return {
    kind: 'revoked',
    wipeOrder: order.ok ? order.value.wipe_order : null,
    quarantined: lists.ok ? lists.value.quarantined_event_ids : [],
    refused: lists.ok ? (lists.value.refused_event_ids ?? []) : [],
  };
}
