import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import type { WebhookFailure } from '#shared/contract/hq/webhooks.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isPublic } from './addresses.ts';

/** How programs are reached. */
export interface Reach {
  /** The addresses of a name; rejects where it has none. */
  resolve(name: string): Promise<string[]>;
  /** Addresses that are not public are reached, too. */
  allowPrivate: boolean;
  /** PEM; absent: the certificate authorities of the system. */
  ca?: string[];
  attemptMs?: number;
}

export type Posted = { kind: 'DELIVERED' } | { kind: 'FAILED'; failure: WebhookFailure; status: number | null };

const failed = (failure: WebhookFailure, status: number | null = null): Posted => ({ kind: 'FAILED', failure, status });

/** One attempt. The name is looked up once, and the connection goes to the address that was judged. */
export async function postMessage(
  url: URL,
  { headers, body }: { headers: Record<string, string>; body: string },
  reach: Reach,
): Promise<Posted> {
  const signal = AbortSignal.timeout(reach.attemptMs ?? LIMITS.webhookAttemptMs);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const late = new Promise<'LATE'>((resolve) => signal.addEventListener('abort', () => resolve('LATE')));
  const found = isIP(name) ? [name] : await Promise.race([reach.resolve(name).catch(() => []), late]);
  if (found === 'LATE') return failed('TIMEOUT');
  const [address] = found;
  if (address === undefined) return failed('UNRESOLVED');
  if (!reach.allowPrivate && !found.every(isPublic)) return failed('ADDRESS_REFUSED');
  return await send(url, { headers, body }, { address, signal, ca: reach.ca });
}

interface Line {
  address: string;
  signal: AbortSignal;
  ca: string[] | undefined;
}

function send(
  url: URL,
  { headers, body }: { headers: Record<string, string>; body: string },
  { address, signal, ca }: Line,
): Promise<Posted> {
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        ...{ method: 'POST', agent: false, signal, lookup: pinnedTo(address) },
        ...(ca && { ca }),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'manchengo-hub',
        },
      },
      (answer) => void readLittle(answer).then(() => resolve(postedBy(answer.statusCode ?? 0))),
    );
    sent.on('error', (error) => resolve(failed(signal.aborted ? 'TIMEOUT' : failureOf(error))));
    sent.end(body);
  });
}

const pinnedTo =
  (address: string): LookupFunction =>
  (_name, { all }, done) =>
    all ? done(null, [{ address, family: isIP(address) }]) : done(null, address, isIP(address));

/** Lets a receiver finish its answer, as far as it is short and comes in time. What it says does not matter. */
function readLittle(answer: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    answer.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > LIMITS.webhookAnswerBytes) answer.destroy();
    });
    answer.on('error', () => resolve());
    answer.on('close', () => resolve());
  });
}

function postedBy(status: number): Posted {
  if (status >= 200 && status < 300) return { kind: 'DELIVERED' };
  return failed(status >= 300 && status < 400 ? 'REDIRECT' : 'STATUS', status);
}

const failureOf = ({ code = '' }: NodeJS.ErrnoException): WebhookFailure =>
  /CERT|SIGNATURE|SSL|TLS|EPROTO/.test(code) ? 'CERTIFICATE' : 'UNREACHABLE';
