import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { type Database, inTransaction, type Transaction } from '../store/database.ts';
import { CA_FILES } from './ca-folder.ts';
import type { CompanyCa } from './company-ca.ts';

/** Any number of our own: whoever decides which company CA a database has waits for whoever already does. */
const CA_LOCK = 7_310_562_015;

/** What may be known of a CA: its certificates. No private key ever leaves its folder. */
const PUBLIC = ['root', 'next', 'previous', 'cross'] as const;
type PublicCa = Partial<Record<(typeof PUBLIC)[number], string>>;

/**
 * All servers of one database have one company CA. The first makes it, in its folder; the others take its certificates
 * from the database, and whatever an operator changed in one folder since. What signs, the key, is put by its operator
 * into each folder whose server is to sign. A folder with another company's CA is refused in one sentence.
 * Called when a server starts and each minute.
 */
export function agreeOnCa(database: Database, ca: CompanyCa): Promise<Result<null, string>> {
  return inTransaction(database, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [CA_LOCK]);
    const known = await readKnown(tx);
    if (known === null) {
      await ca.roots();
      await writeKnown(tx, publicPart(ca));
      return ok(null);
    }
    if (!ca.folder.has('root')) {
      ca.folder.adopt(known);
      return ok(null);
    }
    const here = publicPart(ca);
    if (isSame(here, known)) return ok(null);
    if (isAfter(here, known)) await writeKnown(tx, here);
    else if (isAfter(known, here)) for (const file of PUBLIC) ca.folder.replace(file, known[file] ?? null);
    else return fail(foreignCa(ca.folder.at('root'), here, known));
    return ok(null);
  });
}

const publicPart = ({ folder }: CompanyCa): PublicCa =>
  Object.fromEntries(
    PUBLIC.flatMap((file): [string, string][] => {
      const pem = folder.read(file);
      return pem === null ? [] : [[file, pem]];
    }),
  );

const isSame = (one: PublicCa, other: PublicCa): boolean => PUBLIC.every((file) => one[file] === other[file]);

/** A CA goes from a root to one with a next root, and then to that one: see rotate.ts. */
function isAfter(later: PublicCa, earlier: PublicCa): boolean {
  if (later.root === earlier.root) return later.next !== undefined && earlier.next === undefined;
  const isFollowed = (root: string | undefined) => root !== undefined && [later.root, later.previous].includes(root);
  return isFollowed(earlier.next) || (later.previous !== undefined && later.previous === earlier.root);
}

function foreignCa(file: string, here: PublicCa, known: PublicCa): string {
  const [mine, theirs] = [here, known].map(({ root = '' }) => fingerprintOf(root).slice(0, 8));
  const folder = file.slice(0, -CA_FILES.root.length - 1);
  return `The company CA in ${folder} (${mine}…) is not the one of this database (${theirs}…): take the folder away, and this server takes that one.`;
}

async function readKnown(tx: Transaction): Promise<PublicCa | null> {
  const { rows } = await tx.query<{ value: string }>(`SELECT value FROM meta WHERE key = 'company_ca'`);
  return rows[0] ? (JSON.parse(rows[0].value) as PublicCa) : null;
}

async function writeKnown(tx: Transaction, known: PublicCa): Promise<void> {
  await tx.query(
    `INSERT INTO meta (key, value) VALUES ('company_ca', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [JSON.stringify(known)],
  );
}
