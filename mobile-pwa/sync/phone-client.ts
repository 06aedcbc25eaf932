import type { EngineState } from '#shared/sync-client/engine.ts';
import type { PhoneApi } from './phone-api.ts';
import type { Boot, FailureCode, FromWorker, ToWorker } from './protocol.ts';

/** A call that could not be answered. Nothing was stored by it. */
export class PhoneFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** What can be said of a call that failed. */
export const failureOf = (error: unknown): FailureCode => (error instanceof PhoneFailure ? error.code : 'INTERNAL');

/** What the page knows of the worker at any moment. */
export interface PhoneState {
  boot: Boot;
  engine: EngineState | null;
}

/** The page's end of the wire to the worker. */
export interface PhoneClient {
  api: PhoneApi;
  state(): PhoneState;
  /** Called when `state()` is another one. */
  subscribe(listener: () => void): () => void;
  /** Called when stored data have changed. */
  onData(listener: () => void): () => void;
  /** From now on what the worker says is heard, and what it has said before. */
  listen(): void;
  /** Resolves when it is known whether the data can be reached. */
  opened(): Promise<void>;
  /** Resolves when every call so far was answered: what they had to store is stored, or could not be. */
  answered(): Promise<void>;
}

/** A worker that old-browser.js has started, and what it has said since. */
export interface StartedWorker {
  worker: Worker;
  said: MessageEvent<FromWorker>[];
  /** Its program could not be had, or broke. */
  hasFailed: boolean;
}

interface Waiting {
  answer: Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: PhoneFailure) => void;
}

/** `Promise.withResolvers`, which the oldest browsers do not have. */
function withResolvers(): Waiting {
  let resolve: Waiting['resolve'] = () => {};
  let reject: Waiting['reject'] = () => {};
  const answer = new Promise<unknown>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { answer, resolve, reject };
}

export function connectPhone(started: StartedWorker): PhoneClient {
  const { worker, said } = started;
  let state: PhoneState = { boot: { kind: 'opening' }, engine: null };
  const waiting = new Map<number, Waiting>();
  const stateListeners = new Set<() => void>();
  const dataListeners = new Set<() => void>();
  let lastId = 0;

  function call(method: keyof PhoneApi, args: unknown[]): Promise<unknown> {
    lastId += 1;
    const asked = withResolvers();
    waiting.set(lastId, asked);
    worker.postMessage({ id: lastId, method, args } satisfies ToWorker);
    return asked.answer;
  }

  function become(change: Partial<PhoneState>): void {
    state = { ...state, ...change };
    for (const listener of stateListeners) listener();
  }

  function take(message: FromWorker): void {
    switch (message.kind) {
      case 'boot':
        become({ boot: message.boot });
        return;
      case 'engine':
        become({ engine: message.state });
        return;
      case 'changed':
        for (const listener of dataListeners) listener();
        return;
      case 'answer':
        waiting.get(message.id)?.resolve(message.value);
        waiting.delete(message.id);
        return;
      case 'failure':
        waiting.get(message.id)?.reject(new PhoneFailure(message.code, message.detail));
        waiting.delete(message.id);
    }
  }

  const fail = (): void => become({ boot: { kind: 'broken', code: 'NO_STORAGE' } });
  worker.addEventListener('error', fail);
  return {
    api: new Proxy({} as PhoneApi, {
      get:
        (_target, method) =>
        (...args: unknown[]) =>
          call(method as keyof PhoneApi, args),
    }),
    state: () => state,
    subscribe: listeningTo(stateListeners),
    onData: listeningTo(dataListeners),
    listen() {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => take(data);
      for (const { data } of said.splice(0)) take(data);
      if (started.hasFailed) fail();
    },
    opened: () =>
      new Promise((resolve) => {
        const look = () => {
          if (state.boot.kind === 'opening') return;
          stateListeners.delete(look);
          resolve();
        };
        stateListeners.add(look);
        look();
      }),
    answered: async () => void (await Promise.allSettled([...waiting.values()].map(({ answer }) => answer))),
  };
}

const listeningTo = (listeners: Set<() => void>) => (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};
