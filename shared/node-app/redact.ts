const REDACTED = '[redacted]';
/** A log is no place for what is nested deeper. */
const DEPTH = 8;

/** Members whose values are never written down, at whatever depth they stand. */
const SECRET_NAMES = new Set([
  'authorization',
  'cookie',
  'password',
  'password_hash',
  'pin',
  'code',
  'code_hash',
  'token',
  'access_token',
  'refresh_token',
  'assertion',
  'wipe_order',
  'qr_payload',
  'qr_scanned',
  'private_jwk',
  'private_key',
  'd',
  'connectionString',
]);

/** Codes that are no secrets: those of errors, in capitals, as the contract and Node name them. */
const ERROR_CODE = /^[A-Z][A-Z0-9_]*$|^[0-9A-Z]{5}$/;

/** What a secret looks like wherever it stands in a line: in a message, an address, the text of an error. */
const SECRET_FORMS: [RegExp, string][] = [
  // Signed statements: tokens, assertions, orders.
  [/eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, REDACTED],
  // Keys of programs: how they begin is no secret, and tells them apart.
  [/(mck_[a-z0-9]{8}_)[\w-]+/g, `$1${REDACTED}`],
  [/MCG1\.[\w.-]+/g, REDACTED],
  [/(Bearer )[\w.-]+/gi, `$1${REDACTED}`],
  [/([?&](?:token|code|password|access_token|refresh_token)=)[^&\s"\\]+/gi, `$1${REDACTED}`],
  [/(postgres(?:ql)?:\/\/)[^\s"@/]+@/gi, `$1${REDACTED}@`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, REDACTED],
];

/** A line of a log without what looks like a secret. */
export const redactLine = (line: string): string =>
  SECRET_FORMS.reduce((text, [form, instead]) => text.replace(form, instead), line);

/** What is to be logged, without the values of secret members. What is no plain object or list is left to its serializer. */
export function redactMembers(value: Record<string, unknown>): Record<string, unknown> {
  return plain(value, 0) as Record<string, unknown>;
}

function plain(value: unknown, depth: number): unknown {
  if (depth > DEPTH || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isSecret(name, member) ? REDACTED : plain(member, depth + 1)]),
  );
}

const isSecret = (name: string, value: unknown): boolean =>
  SECRET_NAMES.has(name) && value !== null && !(name === 'code' && ERROR_CODE.test(String(value)));
