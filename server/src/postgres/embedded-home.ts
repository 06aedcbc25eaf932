import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '#shared/contract/errors.ts';
import { type Binaries, copyBinaries, findBinaries, platformName } from './embedded-binaries.ts';
import type { ClusterError } from './embedded-errors.ts';

/** The account that PostgreSQL runs as when we are root. */
interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where a cluster lives, with what it is run and as whom. */
export interface Home {
  readonly dir: string;
  readonly dataDir: string;
  readonly passwordFile: string;
  readonly ownerFile: string;
  readonly binaries: Binaries;
  /** Null: as ourselves. PostgreSQL refuses to run as root, so root needs another account. */
  readonly account: Account | null;
}

const ACCOUNT_NAME = 'postgres';
/** Says in the folder that was asked for where the data are, and there whose they are. */
const NOTE = 'location';
const BACK_NOTE = 'belongs-to';

/** PostgreSQL gets none of our environment but what it needs: no PG* variable may bend it, and it speaks English. */
export function postgresEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
}

/** Finds or makes the cluster's folder; as root, one that PostgreSQL's account can reach, whoever may enter the clone. */
export async function resolveHome(
  dataDir: string,
  reachableDir: string,
  log: (line: string) => void,
): Promise<Result<Home, ClusterError>> {
  const binaries = await findBinaries();
  if (binaries === null) {
    return failure('BINARIES_MISSING', `PostgreSQL is not installed for ${platformName()}: run "npm ci" again.`);
  }
  await mkdir(dataDir, { recursive: true });
  const asked = await realpath(dataDir);
  if (process.getuid?.() !== 0) {
    await chmod(asked, 0o700);
    return { ok: true, value: homeIn(asked, binaries, null) };
  }

  const account = accountFor(asked);
  if (account === null) {
    const advice = 'run as another user, or set DATABASE_URL';
    return failure(
      'NO_ACCOUNT',
      `PostgreSQL does not run as root, and there is no account "${ACCOUNT_NAME}": ${advice}.`,
    );
  }
  const place = await placeFor(asked, reachableDir, account);
  if (!place.ok) return place;
  const dir = place.value;
  if (dir !== asked) log(`PostgreSQL's account may not enter ${path.dirname(asked)}: its data lie in ${dir}.`);
  await mkdir(dir, { recursive: true });
  await chown(dir, account.uid, account.gid);
  await chmod(dir, 0o700);
  const reachable = await mayEnter(path.dirname(binaries.postgres), account);
  return { ok: true, value: homeIn(dir, reachable ? binaries : await copyBinaries(binaries, reachableDir), account) };
}

/**
 * The folder itself, or one elsewhere that a note in this folder names: so the data go along with a clone that is
 * moved, are never found by a new clone of the same path, and are not shared by a clone and its copy.
 */
async function placeFor(asked: string, reachableDir: string, account: Account): Promise<Result<string, ClusterError>> {
  const stays = await mayEnter(path.dirname(asked), account);
  if (existsSync(path.join(asked, 'data'))) {
    if (stays) return { ok: true, value: asked };
    return failure('NO_ACCESS', `PostgreSQL's account may no longer enter the folders above its data in ${asked}.`);
  }
  const noted = await read(asked, NOTE);
  if (noted === '') return { ok: true, value: stays ? asked : await newPlace(asked, reachableDir) };

  const advice = `delete ${path.join(asked, NOTE)} to begin with an empty database`;
  if (!existsSync(noted)) {
    return failure('DATA_ELSEWHERE', `The data of ${asked} lay in ${noted} and are gone: put them back, or ${advice}.`);
  }
  const owner = await read(noted, BACK_NOTE);
  if (owner !== asked && (await read(owner, NOTE)) === noted) {
    return failure('DATA_ELSEWHERE', `${asked} is a copy of ${owner}, and the data are that one's: ${advice}.`);
  }
  await writeFile(path.join(noted, BACK_NOTE), `${asked}\n`);
  return { ok: true, value: noted };
}

async function newPlace(asked: string, reachableDir: string): Promise<string> {
  const dir = path.join(reachableDir, randomUUID());
  await mkdir(dir, { recursive: true });
  await chmod(reachableDir, 0o755);
  await writeFile(path.join(dir, BACK_NOTE), `${asked}\n`);
  await writeFile(path.join(asked, NOTE), `${dir}\n`);
  return dir;
}

async function read(dir: string, file: string): Promise<string> {
  return (await readFile(path.join(dir, file), 'utf8').catch(() => '')).trim();
}

function homeIn(dir: string, binaries: Binaries, account: Account | null): Home {
  const inside = (name: string) => path.join(dir, name);
  const files = { dataDir: inside('data'), passwordFile: inside('password'), ownerFile: inside('owner') };
  return { dir, ...files, binaries, account };
}

/** The owner of a folder that was used before, or the system's `postgres` account, which is made where it is missing. */
function accountFor(dir: string): Account | null {
  const { uid, gid } = statSync(dir);
  if (uid !== 0) return { uid, gid };
  const known = lookUpAccount();
  if (known !== null) return known;
  const homeless = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  try {
    execFileSync('useradd', [...homeless, ACCOUNT_NAME], { stdio: 'ignore' });
  } catch {
    // Missing, forbidden, or somebody else was quicker: the second look tells.
  }
  return lookUpAccount();
}

function lookUpAccount(): Account | null {
  const ask = (flag: string) => Number(execFileSync('id', [flag, ACCOUNT_NAME], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return null;
  }
}

/** Whether the account may pass every folder down to this one. */
async function mayEnter(dir: string, account: Account): Promise<boolean> {
  const { mode, uid, gid } = await stat(dir);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const parent = path.dirname(dir);
  return parent === dir || mayEnter(parent, account);
}

function failure(code: ClusterError['code'], message: string): { ok: false; error: ClusterError } {
  return { ok: false, error: { code, message } };
}
