import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { fetchTransport } from '#shared/ports/transport.ts';

test('[ENG-10] a call that is left ends at once, and keeps its connection', async () => {
  const held: (() => void)[] = [];
  let connections = 0;
  let closed = 0;
  const node = createServer((request, response) => {
    const answer = () => response.end(JSON.stringify({ path: request.url }));
    if (request.url === '/slow') held.push(answer);
    else answer();
  });
  node.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => {
      closed += 1;
    });
  });
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
  const ask = (path: string, leave?: AbortSignal) =>
    fetchTransport.request({
      ...{ method: 'GET', url: url + path, headers: {}, timeoutMs: 60_000 },
      ...(leave === undefined ? {} : { leave }),
    });
  try {
    const leave = new AbortController();
    const slow = ask('/slow', leave.signal);
    await expect.poll(() => held.length).toBe(1);
    leave.abort();
    expect(await slow).toEqual({ kind: 'unreachable', reason: 'left' });
    for (const answer of held) answer();
    expect(await ask('/next')).toMatchObject({ kind: 'answer', status: 200, body: { path: '/next' } });
    expect(closed).toBe(0);
    expect(connections).toBeGreaterThan(0);
    expect(await ask('/slow', AbortSignal.abort())).toEqual({ kind: 'unreachable', reason: 'left' });
  } finally {
    for (const answer of held) answer();
    node.closeAllConnections();
    node.close();
  }
});
