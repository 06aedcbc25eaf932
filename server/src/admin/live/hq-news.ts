import type { HqList } from '#shared/contract/hq/lists.ts';
import { LISTS_OF } from '#shared/contract/hq/live.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Queryable } from '../../store/database.ts';

/** The newest row of what grows at its end. */
interface Ends {
  pos: number;
  act: number | null;
  event: string | null;
  alert: string | null;
}

type Listener = (lists: HqList[]) => void;

/** How often is looked while anybody listens. One look reads four ends of indexes, whoever listens. */
const LOOK_MS = 2_000;
/** Changes, and acts, whose types are read; beyond that many at once the rest is of the same kinds. */
const READ_ROWS = 1_000;

/** Tells who listens in which of HQ's lists something has changed, by whatever server: the database is looked at. */
export class HqNews {
  readonly #database: Queryable;
  readonly #log: Log;
  readonly #lookMs: number;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #ends: Ends | null = null;

  constructor({ database, log, lookMs = LOOK_MS }: { database: Queryable; log: Log; lookMs?: number }) {
    this.#database = database;
    this.#log = log;
    this.#lookMs = lookMs;
  }

  /** Of whatever changes once this resolves the listener is told, until it calls what it is given. */
  async listen(listener: Listener): Promise<() => void> {
    this.#ends ??= await readEnds(this.#database);
    this.#listeners.add(listener);
    this.#timer ??= this.#again();
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#listeners.clear();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #again(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), this.#lookMs).unref();
  }

  async #look(): Promise<void> {
    try {
      const ends = await readEnds(this.#database);
      const lists = this.#ends === null ? [] : await changedLists(this.#database, this.#ends, ends);
      this.#ends = ends;
      if (lists.length > 0) for (const listener of this.#listeners) listener(lists);
    } catch (error) {
      this.#log.warn({ err: error }, 'whether something is new could not be looked at');
    }
    const goesOn = this.#listeners.size > 0;
    // Whoever listens next is told of what comes from then on.
    if (!goesOn) this.#ends = null;
    this.#timer = goesOn ? this.#again() : null;
  }
}

/** What people at HQ change without a change that devices hear of. */
const OF_ACTS: readonly HqList[] = [
  ...(['acts', 'alerts', 'conflicts', 'corrections', 'credit-notes', 'events', 'hubs', 'quarantine'] as const),
  'stock/transfers',
  'service-accounts',
  'webhooks',
];

const OF_EVENTS: readonly HqList[] = ['events', 'conflicts', 'corrections', 'quarantine', 'audit-entries'];

async function readEnds(database: Queryable): Promise<Ends> {
  const { rows } = await database.query<Ends>(
    `SELECT (SELECT last FROM change_counter) AS pos, (SELECT max(id) FROM acts) AS act,
       (SELECT id FROM events ORDER BY stored_at DESC, id DESC LIMIT 1) AS event,
       (SELECT id FROM alerts ORDER BY created_at DESC, id DESC LIMIT 1) AS alert`,
  );
  return rows[0] as Ends;
}

async function changedLists(database: Queryable, before: Ends, now: Ends): Promise<HqList[]> {
  const types = [
    ...(now.act === before.act ? [] : await typesOfActs(database, before.act ?? 0)),
    ...(now.pos === before.pos ? [] : await typesOfChanges(database, before.pos)),
  ];
  const lists = [
    ...(now.act === before.act ? [] : OF_ACTS),
    ...(now.event === before.event ? [] : OF_EVENTS),
    ...(now.alert === before.alert ? [] : (['alerts'] as const)),
    ...types.flatMap((type) => LISTS_OF[type] ?? []),
  ];
  return [...new Set(lists)].sort();
}

/** What concerns no depot yet is told to no device: a client without one. The act tells of it all the same. */
async function typesOfActs(database: Queryable, after: number): Promise<string[]> {
  const { rows } = await database.query<{ type: string }>(
    `SELECT DISTINCT type FROM (
       SELECT entity_type AS type FROM acts WHERE id > $1 ORDER BY id LIMIT $2) AS news`,
    [after, READ_ROWS],
  );
  return rows.map(({ type }) => type);
}

async function typesOfChanges(database: Queryable, after: number): Promise<string[]> {
  const { rows } = await database.query<{ type: string }>(
    `SELECT DISTINCT type FROM (
       SELECT body::json ->> 'entity_type' AS type FROM changes WHERE pos > $1 ORDER BY pos LIMIT $2) AS news`,
    [after, READ_ROWS],
  );
  return rows.map(({ type }) => type);
}
