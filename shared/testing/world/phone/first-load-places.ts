import { LIMITS } from '#shared/contract/limits.ts';
import { call, type SignedIn, signIn } from '../start-world.ts';

/**
 * Takes all places for first loads at a node, as so many phones that have read their first page and not yet their last:
 * its snapshots must have more than one. `give` reads on to the end of each.
 */
export async function takePlaces(url: string, usernames: string[]): Promise<{ give(): Promise<void> }> {
  const pending: { caller: SignedIn; page: string }[] = [];
  for (let taken = 0; taken < LIMITS.snapshotLimiter; taken += 1) {
    const caller = await signIn(url, usernames[taken % usernames.length] ?? '');
    const page = await nextPage(url, caller, '');
    if (page === null) throw new Error('the whole scope fits on one page');
    pending.push({ caller, page });
  }
  let areKept = true;
  // A place whose holder is silent for a while is given to the next one: they ask again until they are told to give it.
  const keeping = (async () => {
    while (areKept) {
      // The first page each time: who has read the last one is done, and holds no place.
      for (const { caller } of pending) await nextPage(url, caller, '');
      await new Promise((resolve) => setTimeout(resolve, KEEP_EVERY_MS));
    }
  })();
  // Where the hub is closed before: whoever gives the places hears of it.
  keeping.catch(() => {});
  return {
    async give() {
      areKept = false;
      await keeping;
      for (const { caller, page } of pending) {
        for (let at: string | null = page; at !== null; ) at = await nextPage(url, caller, at);
      }
    },
  };
}

const KEEP_EVERY_MS = 1_000;

async function nextPage(url: string, { authorization }: SignedIn, page: string): Promise<string | null> {
  const path = `/api/sync/bootstrap?page=${encodeURIComponent(page)}`;
  const { status, body } = await call(url, 'GET', path, { authorization });
  if (status !== 200) throw new Error(`no page: ${status} ${JSON.stringify(body)}`);
  return body.next_page;
}
