import type { NodeCard, Pairing } from '#shared/contract/finding.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { NodeKind } from '#shared/contract/sync.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** An address that a node once answered at, or that a pairing code named. */
export interface KnownAddress {
  url: string;
  /** Who answered there last, or who should, by a pairing code; null: nobody has said yet. */
  node: NodeKind | null;
  /** The hub's id and its depot's code; null for the server. */
  hub: string | null;
  depot: string | null;
  /** Milliseconds; null: it has never answered. */
  last_ok_at: number | null;
}

/** An answer's time is written down again only when it is this much later: a round every ten seconds wears the storage. */
const NOTE_AGAIN_MS = 10 * 60 * 1_000;

/** Every address that ever answered, the latest first. */
export class AddressBook {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  all(): KnownAddress[] {
    const text = readMeta(this.#sql, 'addresses');
    return text === null ? [] : (JSON.parse(text) as KnownAddress[]);
  }

  /** What a person scanned. Addresses that are known already keep what is known of them. */
  addPairing({ urls, hub, depot }: Pairing): void {
    this.#add(urls.map((url) => ({ url, node: 'hub', hub, depot, last_ok_at: null })));
  }

  /** A node answered there; `further`: the addresses by which it says it is called as well. */
  noteAnswer(url: string, card: NodeCard, further: string[], nowMs: number): void {
    const whose = { node: card.node, hub: card.hub, depot: card.depot?.code ?? null };
    const known = this.all().find((address) => address.url === url);
    const isNews =
      known?.last_ok_at == null ||
      known.hub !== whose.hub ||
      known.node !== whose.node ||
      nowMs - known.last_ok_at >= NOTE_AGAIN_MS ||
      nowMs < known.last_ok_at;
    if (isNews) this.#write([{ url, ...whose, last_ok_at: nowMs }, ...this.#without([url])]);
    this.#add(further.map((other) => ({ url: other, ...whose, last_ok_at: null })));
  }

  #add(found: KnownAddress[]): void {
    const known = new Set(this.all().map(({ url }) => url));
    const fresh = found.filter(({ url }) => !known.has(url));
    if (fresh.length > 0) this.#write([...this.all(), ...fresh]);
  }

  #without(urls: string[]): KnownAddress[] {
    return this.all().filter(({ url }) => !urls.includes(url));
  }

  /** What has not answered yet comes from a code that was scanned just now: it is as good as the latest. */
  #write(addresses: KnownAddress[]): void {
    const age = ({ last_ok_at }: KnownAddress) => last_ok_at ?? Number.POSITIVE_INFINITY;
    const kept = [...addresses].sort((a, b) => age(b) - age(a)).slice(0, LIMITS.knownAddresses);
    writeMeta(this.#sql, 'addresses', JSON.stringify(kept));
  }
}
