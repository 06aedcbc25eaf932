import { isLoopback } from '#shared/node-app/settings.ts';

/**
 * Why a database must not be gone to by this address; null where it may. What goes there are all the company's records and
 * the password of their owner: over a network it is encrypted, and to whom is verified.
 */
export function unsafeDatabase(databaseUrl: string, isPlainAllowed: boolean): string | null {
  // Without a host, it is a socket of this machine.
  const named = databaseUrl.replace('@/', '@localhost/');
  if (!URL.canParse(named)) return 'DATABASE_URL must look like postgres://user:password@host:5432/database.';
  const { hostname, searchParams } = new URL(named);
  // As the driver has it: a host among the parameters is the one that counts, and one that begins with / is a socket here.
  const host = decodeURIComponent(searchParams.get('host') ?? hostname).replace(/^\[|\]$/g, '');
  if (isPlainAllowed || host === '' || host.startsWith('/') || isLoopback(host)) return null;
  const isVerified = searchParams.getAll('sslmode').join() === 'verify-full' && !searchParams.has('ssl');
  return isVerified
    ? null
    : `DATABASE_URL leads to another machine (${host}) without verified TLS: add sslmode=verify-full to it, and sslrootcert=FILE for a CA of your own, or set MANCHENGO_DATABASE_PLAIN=1 where nobody else is on the way.`;
}
