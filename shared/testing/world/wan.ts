import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A wire between a hub and its server that a test can cut: a real TCP proxy on loopback. */
export interface Wan {
  /** What the hub takes for the server's address. */
  url: string;
  cut(): void;
  /** Cuts by itself when that many more bytes have gone up. */
  cutAfter(bytes: number): void;
  /** From now on each connection carries so much each way. */
  slowTo(bytesPerSecond: number): void;
  /** Half-open: nothing comes through any more, and nobody is told; connections taken from now on stay mute, too. */
  freeze(): void;
  /** What goes up arrives; each answer breaks off with its connection. */
  loseAnswers(): void;
  /** How many answers were lost so. */
  lostAnswers(): number;
  isCut(): boolean;
  /** How many bytes have gone up so far. */
  carriedUp(): number;
  /** As good as new: for connections from now on. Those that were half-open are reset, as a line does that comes back. */
  reconnect(): void;
  close(): Promise<void>;
}

const GOOD = { isCut: false, isFrozen: false, losesAnswers: false, bytesPerMs: Number.POSITIVE_INFINITY };

export async function openWan(serverUrl: string): Promise<Wan> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let line = GOOD;
  let carried = 0;
  let lost = 0;
  let cutAt = Number.POSITIVE_INFINITY;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const proxy = createServer((near) => {
    keep(near);
    if (line.isCut) return near.destroy();
    if (line.isFrozen) return near.pause();
    const far = connect(Number(target.port), target.hostname);
    keep(far);
    near.on('data', (chunk) => {
      carried += chunk.length;
      if (carried >= cutAt) cut();
    });
    near.pipe(held(() => line)).pipe(far);
    far.on('data', () => {
      if (!line.losesAnswers) return;
      lost += 1;
      near.destroy();
    });
    far.pipe(held(() => line)).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const cut = () => {
    line = { ...line, isCut: true };
    dropAll();
  };
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    cutAfter: (bytes) => {
      cutAt = carried + bytes;
    },
    slowTo: (bytesPerSecond) => {
      line = { ...line, bytesPerMs: bytesPerSecond / 1_000 };
    },
    freeze: () => {
      line = { ...line, isFrozen: true };
    },
    loseAnswers: () => {
      line = { ...line, losesAnswers: true };
    },
    lostAnswers: () => lost,
    isCut: () => line.isCut,
    carriedUp: () => carried,
    reconnect() {
      if (line.isFrozen) dropAll();
      line = GOOD;
      cutAt = Number.POSITIVE_INFINITY;
    },
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        dropAll();
      }),
  };
}

/** Passes on as the line is: at its speed, and while it is half-open or loses answers not at all. */
function held(line: () => typeof GOOD): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const { isFrozen, bytesPerMs } = line();
      if (isFrozen) return;
      if (bytesPerMs === Number.POSITIVE_INFINITY) done(null, chunk);
      else setTimeout(() => done(null, chunk), chunk.length / bytesPerMs);
    },
  });
}
