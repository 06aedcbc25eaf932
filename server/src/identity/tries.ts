import { hash } from 'node:crypto';
import { fail, type RequestError, type RequestErrorCode, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Database } from '../store/database.ts';

/** What tries are counted by. Of each name so many may be wrong, or under way, within so many seconds of the first. */
export interface Counter {
  kind: 'LOGIN_NAME' | 'LOGIN_ADDRESS' | 'LOGIN_HUB' | 'HUB_CODE_ADDRESS' | 'HUB_CODE_PREFIX';
  name: string;
  tries: number;
  seconds: number;
  /** A right one forgives the wrong ones before it. */
  forgives?: true;
}

export interface Guarded<T> {
  counters: Counter[];
  /** Refused with this sentence while one of them has no try left. */
  detail(waitSeconds: number): string;
  /** Looks at what was given. */
  work(): Promise<Result<T, RequestError>>;
  /** The code of what was wrong; anything else costs no try. */
  wrong: RequestErrorCode;
}

interface Row {
  kind: string;
  name: string;
  had_room: boolean;
  rest_seconds: number;
}

/** Rows added by this process after which old ones are swept away. */
const SWEEP_EVERY = 1_000;

/**
 * Makes passwords and codes slow to guess, for all servers on one database. A try is taken before anything is looked at,
 * so that however many come at once no more are looked at than are allowed, and given back where nothing was wrong.
 */
export class Tries {
  readonly #deps: { database: Database; clock: Clock; log: Log };
  #added = 0;

  constructor(deps: { database: Database; clock: Clock; log: Log }) {
    this.#deps = deps;
  }

  /** 429 RATE_LIMITED where a counter has no try left, else what the work says. */
  async guard<T>({ counters, detail, work, wrong }: Guarded<T>): Promise<Result<T, RequestError>> {
    const retryAfterSeconds = await this.#take(counters);
    if (retryAfterSeconds > 0) {
      return fail<RequestError>({ code: 'RATE_LIMITED', detail: detail(retryAfterSeconds), retryAfterSeconds });
    }
    let result: Result<T, RequestError> | null = null;
    try {
      result = await work();
      return result;
    } finally {
      if (result === null || result.ok || result.error.code !== wrong)
        await this.#giveBack(counters, result?.ok === true);
    }
  }

  /** Takes a try of each counter; where one has none left, of none, and says how many seconds to wait. */
  async #take(counters: Counter[]): Promise<number> {
    await this.#sweepNowAndThen(counters.length);
    const { rows } = await this.#deps.database.query<Row>(TAKE, [
      ...columnsOf(counters),
      counters.map(({ tries }) => tries),
      counters.map(({ seconds }) => seconds),
      isoTime(this.#deps.clock.now()),
    ]);
    const full = rows.filter(({ had_room }) => !had_room);
    if (full.length === 0) return 0;
    const taken = new Set(rows.filter(({ had_room }) => had_room).map(({ kind, name }) => kind + name));
    await this.#giveBack(
      counters.filter((counter) => taken.has(counter.kind + nameOf(counter))),
      false,
    );
    return Math.max(1, ...full.map(({ rest_seconds }) => Math.ceil(rest_seconds)));
  }

  /** What was right must not fail because this does: the try is given back by its window's end at the latest. */
  async #giveBack(counters: Counter[], wasRight: boolean): Promise<void> {
    if (counters.length === 0) return;
    try {
      const forgiven = counters.map(({ forgives }) => wasRight && forgives === true);
      await this.#deps.database.query(GIVE_BACK, [...columnsOf(counters), forgiven]);
    } catch (error) {
      this.#deps.log.warn({ reason: (error as Error).message }, 'a try was not given back');
    }
  }

  /** Invented names cannot fill the table: what is over goes, and the oldest beyond a bound. */
  async #sweepNowAndThen(adding: number): Promise<void> {
    this.#added += adding;
    if (this.#added < SWEEP_EVERY) return;
    this.#added = 0;
    await this.#deps.database.query(SWEEP, [isoTime(this.#deps.clock.now()), LIMITS.triesCounted]);
  }
}

/**
 * Rows are locked in one order, so that tries that come at once wait for each other and for nothing else. A row that is
 * full stays as it is, and is not among those counted. A clock that was set back begins a new window.
 */
const TAKE = `
  WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::double precision[]) AS a (kind, name, most, seconds)
  ), counted AS (
    INSERT INTO tries AS t (kind, name, count, most, since, until)
    SELECT kind, name, 1, most, $5::timestamptz, $5::timestamptz + make_interval(secs => seconds)
    FROM asked ORDER BY kind, name
    ON CONFLICT (kind, name) DO UPDATE SET
      count = CASE WHEN excluded.since < t.until AND excluded.until > t.since THEN t.count + 1 ELSE 1 END,
      since = CASE WHEN excluded.since < t.until AND excluded.until > t.since THEN t.since ELSE excluded.since END,
      until = CASE WHEN excluded.since < t.until AND excluded.until > t.since THEN t.until ELSE excluded.until END
    WHERE t.count < excluded.most OR excluded.since >= t.until OR excluded.until <= t.since
    RETURNING t.kind, t.name
  )
  SELECT a.kind, a.name, c.kind IS NOT NULL AS had_room,
    least(coalesce(extract(epoch FROM t.until - $5::timestamptz), a.seconds), a.seconds)::double precision AS rest_seconds
  FROM asked a LEFT JOIN counted c USING (kind, name) LEFT JOIN tries t USING (kind, name)`;

const GIVE_BACK = `
  WITH locked AS (
    SELECT t.kind, t.name, r.forgiven
    FROM tries t JOIN unnest($1::text[], $2::text[], $3::boolean[]) AS r (kind, name, forgiven) USING (kind, name)
    ORDER BY t.kind, t.name FOR UPDATE OF t
  )
  UPDATE tries t SET count = CASE WHEN l.forgiven THEN 0 ELSE greatest(t.count - 1, 0) END
  FROM locked l WHERE t.kind = l.kind AND t.name = l.name`;

const SWEEP = `
  DELETE FROM tries WHERE until <= $1 OR (kind, name) IN (SELECT kind, name FROM tries ORDER BY until DESC OFFSET $2)`;

const columnsOf = (counters: Counter[]): [string[], string[]] => [
  counters.map(({ kind }) => kind),
  counters.map(nameOf),
];

/** Names are whatever somebody typed, a password in the wrong field perhaps: their hashes do as well. */
const nameOf = ({ name }: Counter): string => hash('sha256', name, 'base64url');
