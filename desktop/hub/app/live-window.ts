import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { ok } from '#shared/contract/errors.ts';
import { type LiveRoute, watchRevision } from '#shared/sync-server/live.ts';

/** How soon the window follows. */
const LOOK_EVERY_MS = 1_000;
/** What moves all the time without anything having happened: the window asks for it now and then. */
const ALWAYS_MOVING = ['now', 'last_contact_at', 'last_seen_at', 'clock_drift_ms', 'free_bytes', 'battery'];

/** GET /api/desktop/live: says when what the window shows may have changed. */
export const liveWindow = (revision: () => string): LiveRoute => ({
  url: '/api/desktop/live',
  watch: async () => ok({ watcher: 'window', listen: watchRevision(revision, LOOK_EVERY_MS) }),
});

/** What the overview shows, as one text; the same where nothing has happened. */
export const revisionOf = (overview: DesktopOverview): string =>
  JSON.stringify(overview, (name, value) => (ALWAYS_MOVING.includes(name) ? undefined : value));
