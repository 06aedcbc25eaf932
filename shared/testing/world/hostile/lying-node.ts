import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { call } from '../start-world.ts';

/** What a node answers. */
export interface Said {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a liar bends whatever was said.
  body: any;
}

/** What a node answers instead of the truth; null where it passes the call on. */
export type Lie = { status: number; body: object } | null;

export interface Lies {
  /** Answers by itself, and the true node never hears of it. */
  says?: (path: string, body: string) => Lie;
  /** What the true node is told instead of what was said. */
  bends?: (path: string, body: string) => string;
  /** What is answered instead of what the true node answered. */
  twists?: (path: string, said: Said) => Said;
  /** Sees what goes by. */
  hears?: (path: string, body: string, authorization: string | undefined, said: Said) => void;
}

export interface LyingNode {
  url: string;
  close(): Promise<unknown>;
}

/** A node on loopback that passes every call on to a true one, and lies where it likes. */
export async function openLyingNode(trueUrl: string, lies: Lies | NonNullable<Lies['says']>): Promise<LyingNode> {
  const told = typeof lies === 'function' ? { says: lies } : lies;
  const server = createServer((request, response) => void relay(request, response));
  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const { url = '' } = request;
    const said = told.says?.(url, body) ?? (await pass(trueUrl, request, told.bends?.(url, body) ?? body));
    if (said === null) return void response.destroy();
    told.hears?.(url, body, request.headers.authorization, said);
    const { status, body: answer } = told.twists?.(url, said) ?? said;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

/** Null where the true node is out of reach. */
async function pass(
  trueUrl: string,
  { method, url = '', headers }: IncomingMessage,
  body: string,
): Promise<Said | null> {
  try {
    return await call(trueUrl, method as 'GET' | 'POST', url, {
      ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
      ...(body === '' ? {} : { raw: body }),
    });
  } catch {
    return null;
  }
}
