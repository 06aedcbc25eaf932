import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire between a hub and its server that a test can cut: a real TCP proxy on loopback. */
export interface Wan {
  /** What the hub takes for the server's address. */
  url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openWan(serverUrl: string): Promise<Wan> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
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
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      dropAll();
    },
    mend() {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        dropAll();
      }),
  };
}
