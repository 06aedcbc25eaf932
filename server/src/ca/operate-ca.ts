import { X509Certificate } from 'node:crypto';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { fingerprintGroups } from '#shared/domain/fingerprint.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import type { CaDeps, CompanyCa } from './company-ca.ts';
import { prepareNext, switchToNext } from './rotate.ts';

const USAGE =
  'npm run ca (what there is), npm run ca -- next (make the next root), npm run ca -- switch (let it sign).';

const noCaYet = (file: string): string =>
  `There is no company CA here (${file}): the server makes it on its first start. MANCHENGO_DATA_DIR says where.`;

const NEXT_MADE = `The next root is there, and trusted beside the one that signs. Each hub offers it to new phones from its next
renewal on, within thirty days. After these thirty days: npm run ca -- switch. Keep both keys until then.`;

const SWITCHED = `The next root signs from now on, and is itself signed by the one before: phones that know only that one go on until
it ends. Prepare them anew (the hub's pairing page) before that day. Hubs that join are given the new fingerprint.`;

/** What an operator does to the company CA, beside the running server or without it. Gives what to tell, or why not. */
export async function operateCa(ca: CompanyCa, deps: CaDeps, words: string[]): Promise<Result<string, string>> {
  const [command = 'show', ...further] = words;
  if (further.length > 0) return fail(USAGE);
  if (!ca.folder.has('root')) return fail(noCaYet(ca.folder.at('root')));
  if (command === 'show') return ok(shown(ca));
  if (command === 'next') return told(ca, await prepareNext(ca, deps), NEXT_MADE);
  if (command === 'switch') return told(ca, await switchToNext(ca, deps), SWITCHED);
  return fail(USAGE);
}

const told = (ca: CompanyCa, done: Result<string, string>, words: string): Result<string, string> =>
  done.ok ? ok(`${shown(ca)}\n\n${words}`) : done;

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
  const { subject, validToDate } = new X509Certificate(pem);
  const name = subject.split('CN=').at(-1);
  const until = validToDate.toISOString().slice(0, 10);
  const key = folder.keyOf(pem) === null ? 'its key is not in place' : 'its key is in place';
  return `${name}: ${role}, until ${until}, ${key}\n  ${fingerprintGroups(fingerprintOf(pem)).join(' ')}`;
}
