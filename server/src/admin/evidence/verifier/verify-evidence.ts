/**
 * Verifies an evidence file by WebCrypto alone. It imports nothing, on purpose: it is what stands in the page that anybody may
 * keep, and it shares no code with the program that it checks. It runs in a browser, from a file, and in Node.
 */

/** The part of a file in which a fault lies. */
export type Part =
  | 'FORMAT'
  | 'EVENT'
  | 'SIGNATURE'
  | 'CHAIN'
  | 'DEVICE'
  | 'KEY'
  | 'CHECKPOINT'
  | 'STATEMENT'
  | 'THUMBPRINT';
export interface Fault {
  part: Part;
  /** Of the event, where it is one's. */
  seq?: number;
}
export interface Verdict {
  faults: Fault[];
  /** The RFC 7638 thumbprint of the key by which the server vouches for the file; null where there is none. */
  thumbprint: string | null;
  /** Whether that is the one that was published elsewhere. Without one, the file can only be consistent in itself. */
  isAnchored: boolean;
  device: Members;
  events: Members[];
}

type Members = Record<string, unknown>;
type Jwk = { kid?: string; kty?: string; crv?: string; x?: string; y?: string };

export async function verifyEvidence(text: string, published: string): Promise<Verdict> {
  const file = parsed(text);
  if (file?.format !== 'manchengo-evidence' || file.v !== 1) return nothing('FORMAT');
  const texts = Array.isArray(file.events) ? file.events.map(String) : [];
  const events = texts.map((body) => parsed(body) ?? {});
  const device = members(file.device);
  const keys = Array.isArray(file.keys) ? (file.keys as Jwk[]) : [];
  const statement = await statementOf(String(file.statement), 'manchengo-evidence+jwt', keys);
  const checkpoint = await statementOf(String(file.checkpoint), 'manchengo-checkpoint+jwt', keys);
  const { thumbprint } = statement;
  const wanted = published.trim();
  const faults = [
    ...(await eventFaults(events, members(device.public_key), String(device.id))),
    ...unsigned('STATEMENT', statement),
    ...unsigned('CHECKPOINT', checkpoint),
    ...(await statedFaults(statement.claims, file, device, texts)),
    ...(checkpoint.claims && !isCovered(checkpoint.claims, events, String(device.id))
      ? [{ part: 'CHECKPOINT' as const }]
      : []),
    ...(wanted !== '' && wanted !== thumbprint ? [{ part: 'THUMBPRINT' as const }] : []),
  ];
  return { faults, thumbprint, isAnchored: wanted !== '' && wanted === thumbprint, device, events };
}

const unsigned = (part: Part, { fault }: Statement): Fault[] =>
  fault === null ? [] : [{ part: fault === 'KEY' ? 'KEY' : part }];

/** What the server says of the file, against the file. */
async function statedFaults(claims: Members | null, file: Members, device: Members, texts: string[]): Promise<Fault[]> {
  if (claims === null) return [];
  const faults: Fault[] = [];
  if (canonical(claims.device) !== canonical(device)) faults.push({ part: 'DEVICE' });
  const said = [claims.events, claims.events_sha256, claims.made_at];
  const found = [texts.length, hex(await sha256(utf8(texts.join('\n')))), file.made_at];
  if (canonical(said) !== canonical(found)) faults.push({ part: 'STATEMENT' });
  return faults;
}

const nothing = (part: Part): Verdict => ({
  faults: [{ part }],
  thumbprint: null,
  isAnchored: false,
  device: {},
  events: [],
});

/**
 * Each event: its content against its checksum, its link to the one before, and its signature. One that was spoilt on its way
 * is named, although the next event's signature may vouch for its content.
 */
async function eventFaults(events: Members[], key: Jwk, deviceId: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  const imported = await publicKey(key);
  let before: Members | null = null;
  for (const event of events) {
    const seq = Number(event.seq);
    const { checksum, signature, ...content } = event;
    const isWhole = hex(await sha256(utf8(canonical(content)))) === checksum && event.device_id === deviceId;
    if (!isWhole) faults.push({ part: 'EVENT', seq });
    const signed = fromHex(String(checksum));
    const isSigned = imported !== null && (await holds(imported, bytesOf(String(signature)), signed));
    if (!isSigned) faults.push({ part: 'SIGNATURE', seq });
    if (!continues(event, before)) faults.push({ part: 'CHAIN', seq });
    before = event;
  }
  return faults;
}

/** Beyond a number that is missing nothing can be said. */
function continues(event: Members, before: Members | null): boolean {
  if (event.seq === 1) return event.prev_checksum === null;
  return before === null || Number(before.seq) + 1 !== event.seq || event.prev_checksum === before.checksum;
}

/** The server's own word about the journal: as far as it goes without a gap, it ends in the event that it names. */
function isCovered(claims: Members, events: Members[], deviceId: string): boolean {
  const last = events.find(({ seq }) => seq === claims.up_to);
  return claims.device_id === deviceId && (claims.up_to === 0 || last?.checksum === claims.checksum);
}

interface Statement {
  claims: Members | null;
  fault: 'KEY' | 'SIGNED' | null;
  thumbprint: string | null;
}

/** A JWS of the server, by a key of the file whose name is the beginning of its own thumbprint. */
async function statementOf(jws: string, typ: string, keys: Jwk[]): Promise<Statement> {
  const [head = '', body = '', signature = ''] = jws.split('.');
  const header = parsed(text(bytesOf(head)));
  const claims = parsed(text(bytesOf(body)));
  if (header?.typ !== typ || claims === null) return { claims: null, fault: 'SIGNED', thumbprint: null };
  const key = keys.find(({ kid }) => kid === header.kid);
  if (!key) return { claims: null, fault: 'KEY', thumbprint: null };
  const thumbprint = await thumbprintOf(key);
  if (!String(key.kid).endsWith(`-${thumbprint.slice(0, 16)}`)) return { claims: null, fault: 'KEY', thumbprint };
  const imported = await publicKey(key);
  if (imported === null) return { claims: null, fault: 'KEY', thumbprint };
  const isSigned = await holds(imported, bytesOf(signature), utf8(`${head}.${body}`));
  return { claims: isSigned ? claims : null, fault: isSigned ? null : 'SIGNED', thumbprint };
}

/** RFC 7638. */
export const thumbprintOf = async ({ crv, kty, x, y }: Jwk): Promise<string> =>
  base64url(await sha256(utf8(JSON.stringify({ crv, kty, x, y }))));

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

async function publicKey({ kty, crv, x, y }: Jwk): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('jwk', { kty, crv, x, y } as JsonWebKey, ALGORITHM, false, ['verify']);
  } catch {
    return null;
  }
}

async function holds(key: CryptoKey, signature: Bytes, message: Bytes): Promise<boolean> {
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message);
}

type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = (said: string): Bytes => new Uint8Array(new TextEncoder().encode(said));
const text = (bytes: Bytes): string => new TextDecoder().decode(bytes);
const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (digits: string): Bytes =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const base64url = (bytes: Bytes): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

function bytesOf(encoded: string): Bytes {
  try {
    const plain = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
    // The last letter may say the same in several ways; only one of them is what was signed.
    return base64url(bytes) === encoded ? bytes : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

const members = (value: unknown): Members => (value !== null && typeof value === 'object' ? (value as Members) : {});

function parsed(said: string): Members | null {
  try {
    const value: unknown = JSON.parse(said);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Members) : null;
  } catch {
    return null;
  }
}

/** RFC 8785. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const parts = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical((value as Members)[name])}`);
  return `{${parts.join(',')}}`;
}
