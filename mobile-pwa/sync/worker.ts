import { systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { checkSchema } from '../store/schema.ts';
import { DataKey } from './data-key.ts';
import { deviceCard } from './device-card.ts';
import { brokenCode, failureCode } from './failure-code.ts';
import { firstAnswers } from './first-answers.ts';
import { openIndexedKeyValueStore } from './indexed-key-value-store.ts';
import type { KeyValueStore } from './key-value-store.ts';
import { NotSignedIn, Phone } from './phone.ts';
import { type OpenApi, phoneApi } from './phone-api.ts';
import { PhoneLocked } from './phone-lock.ts';
import type { Boot, FromWorker, ToWorker } from './protocol.ts';
import type { WipeNote } from './session-store.ts';
import { destroyOpfs, loadSqlite, openOpfsSql } from './sqlite-opfs.ts';
import { Surroundings } from './surroundings.ts';

/** The one worker that owns the data and speaks to the network. The page only shows and asks. */

const scope = self as unknown as DedicatedWorkerGlobalScope;
const tell = (message: FromWorker): void => scope.postMessage(message);
const boot = (state: Boot): void => tell({ kind: 'boot', boot: state });

const LOCK = 'manchengo-phone';

const sqlite = loadSqlite();
// Said by whoever needs it.
sqlite.catch(() => {});

let changeTold = true;
/** Many writes in a row are one piece of news. */
function tellChange(): void {
  if (!changeTold) return;
  changeTold = false;
  setTimeout(() => {
    changeTold = true;
    tell({ kind: 'changed' });
  }, 30);
}

const inConsole =
  (level: 'debug' | 'info' | 'warn' | 'error') =>
  (fields: object, message: string): void => {
    // biome-ignore lint/suspicious/noConsole: a browser's console is the only log there is.
    console[level](message, fields);
  };
const log: Log = { debug: () => {}, info: inConsole('info'), warn: inConsole('warn'), error: inConsole('error') };

interface Opened {
  phone: Phone;
  surroundings: Surroundings;
}

async function openPhone(): Promise<Opened | null> {
  const keyValues = await openIndexedKeyValueStore();
  const wipe = await keyValues.get<WipeNote>('wipe');
  if (wipe?.step === 'erase') {
    await erase(keyValues, wipe.order.reason);
    return null;
  }
  const { sql, close } = await openOpfsSql(sqlite, systemClock);
  const schema = checkSchema(sql);
  if (schema.kind === 'newer') {
    log.warn({ version: schema.version }, 'a newer app wrote these data');
    boot({ kind: 'broken', code: 'NEWER_DATA' });
    return null;
  }
  const dataKey = await DataKey.load({ keyValues, random: systemRandom, elapsed: () => performance.now() });
  const card = deviceCard(navigator.userAgent);
  const surroundings = new Surroundings(card.app_version, navigator);
  const phone = new Phone({
    sql,
    keyValues,
    dataKey,
    transport: fetchTransport,
    origin: scope.location.origin,
    card,
    clock: systemClock,
    random: systemRandom,
    ids: uuidV7(systemClock, systemRandom),
    log,
    surroundings,
    onChange: tellChange,
    onEngine: (state) => tell({ kind: 'engine', state }),
    onWipe: (view) => boot({ kind: 'wiping', ...view }),
    async destroy({ reason }) {
      await close();
      await erase(keyValues, reason);
    },
  });
  await phone.open();
  return { phone, surroundings };
}

/** The files first, then what only the page can reach, and keys, tokens and the note of the wipe itself last of all. */
async function erase(keyValues: KeyValueStore, reason: string): Promise<void> {
  await destroyOpfs();
  scope.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
    if (data.method !== 'finishWipe') return;
    await keyValues.destroy();
    boot({ kind: 'wiped', reason });
  });
  boot({ kind: 'erased', reason });
}

function serve({ phone, surroundings }: Opened): OpenApi {
  const api = phoneApi(phone, surroundings);
  scope.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
    const { id, method, args } = data;
    if (method === 'finishWipe') return;
    try {
      const value = await (api[method] as (...given: unknown[]) => Promise<unknown>)(...args);
      tell({ kind: 'answer', id, value });
    } catch (error) {
      if (!(error instanceof NotSignedIn || error instanceof PhoneLocked))
        log.error({ err: error, method }, 'a call failed');
      tell({ kind: 'failure', id, code: failureCode(error), detail: String(error) });
    }
  });
  scope.addEventListener('online', () => phone.kick());
  return api;
}

/** Runs while this tab is the one that holds the data. */
async function hold(): Promise<void> {
  boot({ kind: 'opening' });
  try {
    const opened = await openPhone();
    if (opened === null) return;
    const api = serve(opened);
    if (!opened.phone.isWiping) boot({ kind: 'ready', first: await firstAnswers(api, systemClock.now()) });
  } catch (error) {
    log.error({ err: error }, 'the data could not be opened');
    boot({ kind: 'broken', code: brokenCode(error) });
  }
  // Never ends: the lock is given back when the tab is closed.
  await new Promise<never>(() => {});
}

async function start(): Promise<void> {
  if (!scope.isSecureContext) return boot({ kind: 'broken', code: 'INSECURE' });
  if (!('locks' in navigator) || !('storage' in navigator)) {
    return boot({ kind: 'broken', code: 'NO_STORAGE' });
  }
  // One tab holds the files. A second one says so, and takes over when the first is closed.
  const isFree = await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await hold();
    return lock !== null;
  });
  if (isFree) return;
  boot({ kind: 'elsewhere' });
  await navigator.locks.request(LOCK, hold);
}

void start();
