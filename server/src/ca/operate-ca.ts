import { X509Certificate } from 'node:crypto';
import { DAY_MS } from '#shared/contract/durations.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { fingerprintGroups } from '#shared/domain/fingerprint.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { type CaDeps, type CompanyCa, rootMadeAt } from './company-ca.ts';
import { prepareNext, switchToNext } from './rotate.ts';

const USAGE =
  'npm run ca (what there is), npm run ca -- next (make the next root), npm run ca -- switch (let it sign; thirty days later, or with --now).';

const noCaYet = (file: string): string =>
  `There is no company CA here (${file}): the server makes it on its first start. MANCHENGO_DATA_DIR says where.`;

const NEXT_MADE = `The next root is there, and trusted beside the one that signs. Each hub offers it to new phones from its next
renewal on, within thirty days. After these thirty days, and not before: npm run ca -- switch. Keep both keys until then.`;

const SWITCHED = `The next root signs from now on, and is itself signed by the one before: phones that know only that one go on until
it ends. Prepare them anew (the hub's pairing page) before that day. Hubs that join are given the new fingerprint.`;

/** What an operator does to the company CA, beside the running server or without it. Gives what to tell, or why not. */
export async function operateCa(ca: CompanyCa, deps: CaDeps, args: string[]): Promise<Result<string, string>> {
  const [command = 'show', ...further] = args;
  const now = command === 'switch' && further.join(' ') === '--now';
  if (further.length > 0 && !now) return fail(USAGE);
  if (!ca.folder.has('root')) return fail(noCaYet(ca.folder.at('root')));
  if (command === 'show') return ok(shown(ca));
  if (command === 'next') return told(ca, await prepareNext(ca, deps), NEXT_MADE);
  const early = command === 'switch' && !now ? switchedTooSoon(ca, deps.clock.now()) : null;
  if (early !== null) return fail(early);
  if (command === 'switch') return told(ca, await switchToNext(ca, deps), SWITCHED);
  return fail(USAGE);
}

/** Why it is too soon for the next root to sign, and what breaks if it does; null once every hub has it. */
function switchedTooSoon({ folder }: CompanyCa, now: number): string | null {
  const [rootPem, nextPem] = [folder.read('root'), folder.read('next')];
  if (rootPem === null || nextPem === null) return null;
  const hubsHaveIt = rootMadeAt(nextPem) + LIMITS.certificateRenewDays * DAY_MS;
  if (now >= hubsHaveIt) return null;
  return `Not yet: hubs fetch the next root with their renewals, the last of them by ${dayOf(hubsHaveIt)}. Switch from that day on.
To switch at once all the same: npm run ca -- switch --now. Then each hub that has not renewed yet goes on giving phones
the old root alone, under another fingerprint than HQ shows, and these phones are refused from ${dayOf(endOf(rootPem))} on, until they are prepared anew.`;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const endOf = (pem: string): number => new X509Certificate(pem).validToDate.getTime();

const told = (ca: CompanyCa, done: Result<string, string>, sentence: string): Result<string, string> =>
  done.ok ? ok(`${shown(ca)}\n\n${sentence}`) : done;

const ROLES = [
  ['root', 'signs'],
  ['next', 'will sign'],
  ['previous', 'signed before'],
] as const;

/** Each root with its name, its end, its fingerprint and where its key is. */
function shown(ca: CompanyCa): string {
  const roots = ROLES.flatMap(([file, role]) => {
    const pem = ca.folder.read(file);
    return pem === null ? [] : [describe(ca, pem, role)];
  });
  return roots.join('\n\n');
}

function describe({ folder }: CompanyCa, pem: string, role: (typeof ROLES)[number][1]): string {
  const { subject } = new X509Certificate(pem);
  const name = subject.split('CN=').at(-1);
  const until = dayOf(endOf(pem));
  const key = folder.keyOf(pem) === null ? 'its key is not in place' : 'its key is in place';
  return `${name}: ${role}, until ${until}, ${key}\n  ${fingerprintGroups(fingerprintOf(pem)).join(' ')}`;
}
