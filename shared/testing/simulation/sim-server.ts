import { uuidV7 } from '#shared/ports/ids.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { SnapshotLimiter } from '#shared/sync-server/snapshot-limiter.ts';
import { type Front, nodeFront } from './node-front.ts';
import { type Pass, withPoints } from './points.ts';
import type { Life } from './scheduler.ts';
import type { ServerDeps, ServerFixture } from './server-fixture.ts';
import type { SimDeps } from './sim-deps.ts';
import { SimProcess } from './sim-process.ts';
import { type SimToken, simAuthenticate } from './sim-tokens.ts';

const handle = nodeFront('server');

/** The central server: the production routes over a store, on a disk that outlives it. */
export class SimServer extends SimProcess {
  readonly fixture: ServerFixture;
  /** Events that this program chokes on until it is repaired. */
  readonly indigestible = new Set<string>();
  #front: Front | null = null;

  constructor(deps: SimDeps, fixture: ServerFixture) {
    super('server', deps);
    this.fixture = fixture;
  }

  /** The server's clock and ids, for what HQ does. */
  get hq(): ServerDeps {
    const { scheduler, chance } = this.deps;
    const clock = scheduler.clockOf({ alive: true }, () => 0);
    return { clock, ids: uuidV7(clock, chance) };
  }

  protected open(life: Life, pass: Pass): void {
    const clock = this.deps.scheduler.clockOf(life, () => 0);
    const bare = this.fixture.open({ clock, ids: uuidV7(clock, this.deps.chance), pass });
    const { mutant } = this.deps;
    const mutated = mutant.serverStore?.(bare.sync, this) ?? bare.sync;
    const store = withPoints('server', mutated, pass);
    this.#front = {
      clock,
      snapshotLimiter: new SnapshotLimiter({ clock, random: this.deps.chance }),
      onError: (error) => this.deps.onError(this.name, error),
      store: {
        ...store,
        accept: (batch) => {
          if (batch.events.some(({ event }) => this.indigestible.has(event.id)))
            throw new Error('a bug of this program');
          return store.accept(batch);
        },
      },
      blobs: withPoints('server photos', mutant.serverPhotos?.(bare.blobs, this) ?? bare.blobs, pass),
      authenticate: simAuthenticate({
        fixture: this.deps.fixture,
        hubs: this.deps.hubs,
        now: () => clock.now(),
        isRevoked: async (id) => !(await this.fixture.isActive(id)),
        inGrace: () => false,
      }),
    };
    this.deps.scheduler.endTurn();
  }

  async handle(request: TransportRequest): Promise<TransportAnswer> {
    if (new URL(request.url).pathname === '/api/auth/refresh') return this.#refresh(request);
    return handle(this.#front as Front, request);
  }

  async #refresh({ headers }: TransportRequest): Promise<TransportAnswer> {
    const [, text = ''] = (headers.authorization ?? '').split(' ');
    const token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as SimToken;
    const isGood = token.kind === 'hub' || (await this.fixture.isActive(token.id));
    const body = isGood ? { token: { ...token, iat: this.deps.scheduler.now } } : { code: 'TOKEN_INVALID' };
    return { kind: 'answer', status: isGood ? 200 : 401, retryAfterSeconds: null, body };
  }
}
