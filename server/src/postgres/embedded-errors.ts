/** What can keep an embedded PostgreSQL from starting. The message is one sentence for the terminal. */
export interface ClusterError {
  readonly code:
    | 'IN_USE'
    | 'DISK_FULL'
    | 'NO_ACCESS'
    | 'NO_ACCOUNT'
    | 'PORT_TAKEN'
    | 'STILL_CLOSING'
    | 'BINARIES_MISSING'
    | 'DATA_ELSEWHERE'
    | 'CORRUPT'
    | 'INCOMPATIBLE'
    | 'START_FAILED';
  readonly message: string;
}

const BY_LINE: readonly [RegExp, ClusterError['code'], string][] = [
  [/No space left on device/, 'DISK_FULL', 'The disk is full: PostgreSQL cannot start on'],
  [/Address already in use|could not create any TCP\/IP sockets/, 'PORT_TAKEN', 'No free port for PostgreSQL on'],
  [/still in use|lock file .* already exists/, 'STILL_CLOSING', 'Another PostgreSQL still has open'],
  [/incompatible with server/, 'INCOMPATIBLE', 'Another version of PostgreSQL made the data in'],
  [/Permission denied|has (group or world access|wrong ownership)/, 'NO_ACCESS', 'PostgreSQL may not open'],
  [/checksum|control file|checkpoint|not a valid data directory|PANIC|invalid data/, 'CORRUPT', 'Damaged data in'],
];

/** Reads the reason off what initdb or postgres said before it gave up. */
export function errorOfLines(lines: readonly string[], dataDir: string): ClusterError {
  const serious = lines.filter((line) => /(FATAL|PANIC|error):/.test(line));
  const text = serious.join('\n');
  const reason = (serious.at(-1) ?? lines.at(-1) ?? 'it said nothing').replace(/^.*?(FATAL|PANIC|error): +/, '');
  const known = BY_LINE.find(([pattern]) => pattern.test(text));
  const [, code, sentence] = known ?? [null, 'START_FAILED' as const, 'PostgreSQL does not start on'];
  return { code, message: `${sentence} ${dataDir} (${reason}); the data were left as they are.` };
}

/** Turns an error of the file system or of `spawn` into one sentence; anything else is a bug and is thrown on. */
export function errorOfThrown(thrown: unknown, dir: string): ClusterError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'DISK_FULL', message: `The disk is full: PostgreSQL cannot start on ${dir}.` };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        code: 'NO_ACCESS',
        message: `No permission to use ${dir} for PostgreSQL (${(thrown as Error).message}).`,
      };
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'START_FAILED', message: `PostgreSQL misses a file (${(thrown as Error).message}).` };
    default:
      throw thrown;
  }
}
