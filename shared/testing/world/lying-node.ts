import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { call } from './start-world.ts';

/** What a node answers instead of the truth; null where it passes the call on. */
export type Lie = { status: number; body: object } | null;

/** A node on loopback that passes every call on to a true one, and lies where it likes. */
export async function openLyingNode(
  trueUrl: string,
  says: (path: string, body: string) => Lie,
): Promise<{ url: string; close(): Promise<unknown> }> {
  const server = createServer((request, response) => void relay(request, response));
  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method, url = '', headers } = request;
    const answer =
      says(url, body.toString()) ??
      (await call(trueUrl, method as 'GET' | 'POST', url, {
        ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
        ...(body.length === 0 ? {} : { raw: new Uint8Array(body) }),
      }));
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
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
