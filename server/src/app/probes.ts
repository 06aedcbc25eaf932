import type { FastifyInstance } from 'fastify';
import { Healthy, Ready } from '#shared/contract/hq/answers.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { sendProblem } from '#shared/sync-server/problem.ts';
import type { Database } from '../store/database.ts';
import { isMigrated } from '../store/migrate.ts';
import { decidedLate } from '../store/sync/sweep-waiting.ts';

interface ProbeDeps {
  database: Database;
  clock: Clock;
  /** Room on the disk of the server's data folder; null where it keeps none. */
  freeBytes: () => number | null;
}

const NOT_READY_SECONDS = 5;

/** What whoever runs the server asks. 503 UNAVAILABLE while the database does not answer. */
export function probes(app: FastifyInstance, { database, clock, freeBytes }: ProbeDeps): void {
  /** Whether the server and its database answer, and how many events were ever decided late: see `sweepWaiting`. */
  app.get('/healthz', { schema: { response: { 200: Healthy } } }, async () => {
    const decided_late = await decidedLate(database);
    return { ok: true, server_time: isoTime(clock.now()), decided_late };
  });
  /** Whether requests may be sent here: the database answers, is of the schema that this program writes, and there is room. */
  app.get('/readyz', { schema: { response: { 200: Ready } } }, async (_request, reply) => {
    const wanting = (await isMigrated(database)) ? wantOfRoom(freeBytes()) : OTHER_VERSION;
    if (wanting === null) return { ready: true };
    return sendProblem(reply, { code: 'UNAVAILABLE', detail: wanting, retryAfterSeconds: NOT_READY_SECONDS });
  });
}

const OTHER_VERSION =
  'The database is of another version than this program: it is being changed, or a newer one is there.';

const wantOfRoom = (free: number | null): string | null =>
  free === null || free >= LIMITS.serverDiskFloorBytes
    ? null
    : 'The disk of the server’s data folder is nearly full: make room there.';
