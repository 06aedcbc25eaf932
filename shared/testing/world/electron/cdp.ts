import { once } from 'node:events';

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

/** A line to one page, or to a main process, in Chromium's own protocol: playwright does not speak with old Electrons. */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#heard(JSON.parse(String(data)));
    socket.onclose = () => this.#ended();
  }

  static async open(url: string): Promise<Cdp> {
    const socket = new WebSocket(url);
    const line = new Cdp(socket);
    await once(socket, 'open');
    return line;
  }

  send(method: string, params: object = {}): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** The value of an expression over there, awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const asked = {
      expression,
      awaitPromise: true,
      returnByValue: true,
      includeCommandLineAPI: true,
      userGesture: true,
    };
    const { result, exceptionDetails } = (await this.send('Runtime.evaluate', asked)) as Evaluated;
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as T;
  }

  close(): void {
    this.#socket.close();
  }

  #heard({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id ?? 0);
    this.#waiting.delete(id ?? 0);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  #ended(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the line was closed'));
    this.#waiting.clear();
  }
}
