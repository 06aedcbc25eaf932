import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What has gone to PostgreSQL since the last look. */
export interface Sent {
  /** Each statement that was executed, by its text, in the order in which it was sent. */
  statements: string[];
  /** How often somebody began to send who had the answers to everything before. */
  roundTrips: number;
}

/** Stands before a PostgreSQL and counts what passes: on the wire, so that nothing that is sent goes uncounted. */
export interface StatementCounter {
  /** The database's address through it. */
  url: string;
  /** What was sent since the last call. */
  take(): Sent;
  close(): Promise<void>;
}

/** `url`: of a database that is spoken to over TCP in the clear. */
export async function countStatements(url: string): Promise<StatementCounter> {
  const target = new URL(url);
  let sent: Sent = { statements: [], roundTrips: 0 };
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const database = connect(Number(target.port || 5_432), target.hostname);
    const wire = new Wire((statement) => sent.statements.push(statement));
    for (const socket of [client, database]) {
      sockets.add(socket.setNoDelay());
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    }
    client.on('data', (bytes) => {
      if (wire.sent(bytes)) sent.roundTrips += 1;
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      wire.answered(bytes);
      client.write(bytes);
    });
    client.on('close', () => database.end());
    database.on('close', () => client.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(address.port) }).href,
    take() {
      const taken = sent;
      sent = { statements: [], roundTrips: 0 };
      return taken;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One connection, as far as statements go: PostgreSQL's protocol 3.0 without its meaning. */
class Wire {
  readonly #texts = new Map<string, string>();
  readonly #up = new Messages(false);
  readonly #down = new Messages(true);
  readonly #executed: (text: string) => void;
  #bound = '';
  /** Ends of requests whose answers have not come. */
  #open = 0;

  constructor(executed: (text: string) => void) {
    this.#executed = executed;
  }

  /** Whether a round trip begins with these bytes. */
  sent(bytes: Buffer): boolean {
    const begins = this.#open === 0;
    let asks = false;
    for (const { type, body } of this.#up.take(bytes)) {
      asks ||= type === 'S' || type === 'Q';
      this.#note(type, body);
    }
    return begins && asks;
  }

  answered(bytes: Buffer): void {
    for (const { type } of this.#down.take(bytes)) if (type === 'Z') this.#open = Math.max(0, this.#open - 1);
  }

  #note(type: string, body: Buffer): void {
    const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
    if (type === 'P') this.#texts.set(first, second);
    else if (type === 'B') this.#bound = this.#texts.get(second) ?? second;
    else if (type === 'E') this.#executed(this.#bound);
    else if (type === 'Q') this.#executed(first);
    if (type === 'Q' || type === 'S') this.#open += 1;
  }
}

/** Cuts a stream into its messages. A client's first one has no type. */
class Messages {
  #rest: Buffer = Buffer.alloc(0);
  #isTyped: boolean;

  constructor(isTyped: boolean) {
    this.#isTyped = isTyped;
  }

  *take(bytes: Buffer): Generator<{ type: string; body: Buffer }> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const head = this.#isTyped ? 1 : 0;
      if (this.#rest.length < head + 4) return;
      const end = head + this.#rest.readInt32BE(head);
      if (this.#rest.length < end) return;
      const type = this.#isTyped ? String.fromCharCode(this.#rest[0] ?? 0) : '';
      const body = this.#rest.subarray(head + 4, end);
      this.#rest = this.#rest.subarray(end);
      this.#isTyped = true;
      yield { type, body };
    }
  }
}
