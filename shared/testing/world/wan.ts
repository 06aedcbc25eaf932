import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between a hub and its server that a test can cut: a real TCP proxy on loopback. */
export interface Wan {
  /** What the hub takes for the server's address. */
  url: string;
  cut(): void;
  /** Cuts by itself when that many more bytes have gone up. */
  cutAfter(bytes: number): void;
  isCut(): boolean;
  /** How many bytes have gone up so far. */
  carriedUp(): number;
  reconnect(): void;
  close(): Promise<void>;
}

export async function openWan(serverUrl: string): Promise<Wan> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  let carried = 0;
  let cutAt = Number.POSITIVE_INFINITY;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const proxy = createServer((near) => {
    keep(near);
    if (isCut) return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    keep(far);
    near.on('data', (chunk) => {
      carried += chunk.length;
      if (carried >= cutAt) cut();
    });
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const cut = () => {
    isCut = true;
    dropAll();
  };
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    cutAfter: (bytes) => {
      cutAt = carried + bytes;
    },
    isCut: () => isCut,
    carriedUp: () => carried,
    reconnect() {
      isCut = false;
      cutAt = Number.POSITIVE_INFINITY;
    },
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        dropAll();
      }),
  };
}
