import { isSameOrigin } from '#shared/domain/origins.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { AddressBook, KnownAddress } from '../../store/address-book.ts';
import { probe } from '../node-probe.ts';
import { signedServerOrigins } from '../server-origins.ts';
import type { Session } from '../session-store.ts';
import { AT_ONCE_MS } from './diagnose.ts';
import type { Answer, KnownNode } from './facts.ts';
import { knock } from './knock.ts';

export interface DoctorDeps {
  book: AddressBook;
  transport: Transport;
  /** Where the app was loaded from. */
  origin: string;
  /** Null also where the phone is locked: whose it is is not told then. */
  session: () => Promise<Session | null>;
  clock: Clock;
}

/** Asks the addresses that the phone knows, one by one, for the screen that says what is the matter. Sends no token. */
export class Doctor {
  readonly #deps: DoctorDeps;

  constructor(deps: DoctorDeps) {
    this.#deps = deps;
  }

  /** The app's own address first, then every other by its last answer, and the server's. */
  async nodes(): Promise<KnownNode[]> {
    const { book, origin } = this.#deps;
    const known = book.all();
    const own = known.find(({ url }) => url === origin);
    const others = known.filter(({ url }) => url !== origin);
    const servers = (await this.#serverOrigins()) ?? [];
    const unheard = servers.filter((url) => url !== origin && others.every((one) => one.url !== url));
    return [
      // The app came from there: somebody answered once.
      { url: origin, expected: own === undefined ? null : expectedAt(own), hasAnswered: true },
      ...others.map((one) => ({ url: one.url, expected: expectedAt(one), hasAnswered: one.last_ok_at !== null })),
      ...unheard.map((url): KnownNode => ({ url, expected: { kind: 'server' }, hasAnswered: false })),
    ];
  }

  async ask(url: string): Promise<Answer> {
    const { transport, session, clock } = this.#deps;
    const from = clock.now();
    const answer = await probe(transport, url);
    const ms = Math.max(0, clock.now() - from);
    // What may not be read from here fails like what is not there; but it does not keep one waiting.
    const isStranger = answer.kind === 'silent' && ms < AT_ONCE_MS && (await knock(`${url}/api/node`));
    if (isStranger || answer.kind === 'stranger') return { kind: 'stranger' };
    if (answer.kind === 'silent') return { kind: 'none', ms };
    const { card } = answer;
    if (card.hub === null || card.depot === null) return this.#server(url);
    const depotId = (await session())?.user.depot_id ?? null;
    const { code, name, id } = card.depot;
    return { kind: 'hub', hub: card.hub, depot: code, name, isOwn: depotId === null ? null : id === depotId };
  }

  /** Whoever is signed in knows by the server's signature how it is called; before, its own claim has to do. */
  async #server(url: string): Promise<Answer> {
    const origins = await this.#serverOrigins();
    const isBelieved = origins === null || origins.some((origin) => isSameOrigin(origin, url));
    return { kind: isBelieved ? 'server' : 'stranger' };
  }

  async #serverOrigins(): Promise<string[] | null> {
    const session = await this.#deps.session();
    return session && signedServerOrigins(session.access_token, session.jwks, session.device_id);
  }
}

function expectedAt({ node, hub, depot }: KnownAddress): KnownNode['expected'] {
  if (node === 'server') return { kind: 'server' };
  return hub === null || depot === null ? null : { kind: 'hub', hub, depot };
}
