import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A node in front of another, on which a newer build of the phone app can be put. */
export interface NodeToUpdate {
  url: string;
  /** From now on every program has another name, and those of before are gone: as after an update of the node. */
  update(): void;
  /** The build of before is there again. */
  takeBack(): void;
  /** Whether it takes calls of the app, which it does at first; its files it gives all along. */
  takeCalls(takes: boolean): void;
  close(): Promise<void>;
}

const PROGRAM = /((?:assets\/|\.\/)[\w.]+(?:-[\w.]+)*-[\w-]{8})\.js/g;
const NEWER_PROGRAM = /^(\/assets\/.+)\.newer\.js$/;
const REVISION = /revision:"/g;
const IS_TEXT = /html|javascript/;

export async function openNodeToUpdate(node: string): Promise<NodeToUpdate> {
  let isNewer = false;
  let takesCalls = true;
  const rewritten = (text: string): string =>
    text.replace(PROGRAM, '$1.newer.js').replace(REVISION, 'revision:"newer-');

  function handOn(from: IncomingMessage, to: ServerResponse): void {
    const asked = from.url ?? '/';
    if (!takesCalls && asked.startsWith('/api/')) return void to.destroy();
    const isGone = isNewer && /^\/assets\/.+\.js$/.test(asked) && !NEWER_PROGRAM.test(asked);
    if (isGone) return void to.writeHead(404).end();
    const path = isNewer ? asked.replace(NEWER_PROGRAM, '$1.js') : asked;
    const { 'accept-encoding': _any, 'if-none-match': _tag, 'if-modified-since': _time, ...headers } = from.headers;
    const onwards = request(new URL(path, node), { method: from.method, headers }, (answer) => {
      const { 'content-length': length, ...others } = answer.headers;
      if (!isNewer || !IS_TEXT.test(answer.headers['content-type'] ?? '')) {
        to.writeHead(answer.statusCode ?? 502, length === undefined ? others : { ...others, 'content-length': length });
        return void answer.pipe(to);
      }
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        to.writeHead(answer.statusCode ?? 502, others);
        to.end(rewritten(Buffer.concat(pieces).toString()));
      });
    });
    onwards.on('error', () => to.destroy());
    to.on('close', () => onwards.destroy());
    from.pipe(onwards);
  }

  const server = createServer(handOn);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    update() {
      isNewer = true;
    },
    takeBack() {
      isNewer = false;
    },
    takeCalls(takes) {
      takesCalls = takes;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
