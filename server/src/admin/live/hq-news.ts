import type { HqList } from '#shared/contract/hq/lists.ts';
import { LISTS_OF } from '#shared/contract/hq/live.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Queryable } from '../../store/database.ts';
import { Lookout } from '../../store/lookout.ts';
import { NUMBERED } from '../../store/numbered.ts';

/** The newest row of what grows at its end. */
interface Ends {
  pos: number;
  act: number | null;
  event: string | null;
  alert: string | null;
}

type Listener = (lists: HqList[]) => void;

/** Changes, and acts, whose types are read; beyond that many at once the rest is of the same kinds. */
const READ_ROWS = 1_000;

/** Tells who listens in which of HQ's lists something has changed. One look reads four ends of indexes, whoever listens. */
export const hqNews = ({
  database,
  log,
  lookMs,
}: {
  database: Queryable;
  log: Log;
  lookMs?: number;
}): Lookout<Ends, Listener> =>
  new Lookout<Ends, Listener>({
    read: () => readEnds(database),
    log,
    lookMs,
    async tell(before, now, listeners) {
      const lists = await changedLists(database, before, now);
      if (lists.length > 0) for (const listener of listeners) listener(lists);
    },
  });

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
    ...(now.pos === before.pos ? [] : await typesOfChanges(database, before.pos, now.pos)),
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

async function typesOfChanges(database: Queryable, after: number, upTo: number): Promise<string[]> {
  const { rows } = await database.query<{ type: string }>(
    `SELECT DISTINCT c.body::json ->> 'entity_type' AS type FROM (${NUMBERED} LIMIT $3) n JOIN changes c ON c.id = n.id`,
    [after, upTo, READ_ROWS],
  );
  return rows.map(({ type }) => type);
}
