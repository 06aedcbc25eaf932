import { parseSync } from 'vite';

/**
 * SQL is static text with parameters: nothing that came from outside may become a part of a statement. This reads a
 * source's syntax tree, so that neither a name nor a line break hides a statement from it.
 *
 * Into a statement may go: what is written there, constants of the same file's top level that are static themselves,
 * and imported constants by their own names (`columns.DEVICE`, `WAITING`, `LIMITS.keptBlobBytes`). The few places
 * that run a text handed to them stand in `HANDED_ON`, each with its reason.
 */
interface HandedOn {
  file: string;
  /** The expression, as it stands in the source. */
  text: string;
  why: string;
}

export const HANDED_ON: readonly HandedOn[] = [
  { file: 'server/src/admin/bulk/upsert.ts', text: 'kind.sql', why: 'constants of kinds.ts, checked there' },
  { file: 'server/src/admin/lists/read-page.ts', text: 'listing.sums', why: 'constants of lists/, checked there' },
  { file: 'server/src/admin/lists/read-page.ts', text: 'order.sql', why: 'constants of lists/, checked there' },
  { file: 'server/src/admin/lists/read-page.ts', text: 'order.place', why: 'constants of lists/' },
  { file: 'server/src/admin/lists/read-page.ts', text: 'own.sql', why: 'constants of lists/, checked there' },
  { file: 'server/src/store/sums/audit-sums.ts', text: 'sql', why: 'constants of checks.ts, checked there' },
  { file: 'server/src/backup/restore-backup.ts', text: 'schema', why: 'a backup’s own schema, held to its list' },
  { file: 'server/src/store/migrate.ts', text: 'schema', why: 'the file schema.sql' },
  { file: 'server/src/store/migrate.ts', text: "await readFile(upgradeTo(next), 'utf8')", why: 'files of upgrades/' },
  { file: 'server/src/store/prepared.ts', text: 'text', why: 'passes its caller’s on' },
  { file: 'server/src/store/housekeeping.ts', text: 'sql', why: '`chunked` is one of RUNS' },
  { file: 'server/src/store/role/working-database.ts', text: 'login', why: 'the file login.sql' },
  { file: 'server/src/store/role/working-database.ts', text: 'grants', why: 'the file grants.sql' },
  { file: 'server/src/store/sync/snapshot.ts', text: 'sql', why: 'constants of QUERIES, checked there' },
  { file: 'desktop/hub/adapters/housekeeping.ts', text: 'sql', why: '`chunked` is one of RUNS' },
  { file: 'desktop/hub/adapters/mdns/mdns-socket.ts', text: 'packet', why: 'a question to a name service, no SQL' },
  { file: 'desktop/hub/store/hub-database.ts', text: "readFileSync(script, 'utf8')", why: 'schema.sql and upgrades' },
  { file: 'desktop/hub/store/insert-rows.ts', text: 'head', why: '`insertRows` is one of RUNS' },
  { file: 'desktop/hub/store/insert-rows.ts', text: 'tail', why: '`insertRows` is one of RUNS' },
  { file: 'desktop/hub/store/insert-rows.ts', text: 'tuples', why: 'question marks, as many as there are columns' },
  { file: 'mobile-pwa/screens/doctor/self-facts.ts', text: 'asked', why: 'a browser’s permission, no SQL' },
  { file: 'mobile-pwa/store/blobs.ts', text: 'which', why: '`forget` is one of RUNS' },
  { file: 'mobile-pwa/store/cache.ts', text: 'statement', why: '`each` is one of RUNS' },
  { file: 'mobile-pwa/store/schema.ts', text: 'statements', why: 'constants of its own file' },
  { file: 'mobile-pwa/store/tables.ts', text: 'table', why: 'the names of TABLES' },
  { file: 'mobile-pwa/store/tables.ts', text: "shown.join(', ')", why: 'made of TABLES and of the schema itself' },
  { file: 'mobile-pwa/store/tables.ts', text: "taken.join(', ')", why: 'made of TABLES and of the schema itself' },
  { file: 'mobile-pwa/store/tables.ts', text: 'names', why: 'columns, as the schema has them' },
  { file: 'mobile-pwa/store/tables.ts', text: 'sameRow', why: 'keys, as TABLES has them' },
  { file: 'mobile-pwa/store/tables.ts', text: 'keyless', why: 'keys, as TABLES has them' },
  { file: 'mobile-pwa/sync/sqlite-opfs.ts', text: 'text', why: 'the phone’s driver passes its caller’s on' },
];

/** Calls that run SQL, with the positions of what is a statement or a piece of one; and whose methods alone are meant. */
const RUNS = new Map<string, { at: readonly number[]; of?: RegExp }>([
  ['query', { at: [0] }],
  ['prepare', { at: [0] }],
  ['pragma', { at: [0] }],
  // Patterns have an exec, promises and prepared statements an all.
  ['exec', { at: [0], of: /^(sql|db|database|made|tx)$/ }],
  ['all', { at: [0], of: /^sql$/ }],
  ['chunked', { at: [1] }],
  ['each', { at: [2] }],
  ['forget', { at: [1] }],
  ['insertRows', { at: [1, 3] }],
]);
/** A text that reads as a statement: the first word in capitals, or in small letters with what has to follow it. */
const STATEMENT =
  /^\s*((SELECT|INSERT|REPLACE|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|PRAGMA|ATTACH|MERGE)\s|select\s.+\sfrom\s|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s)/s;
const HOUSE_CONSTANT = /^[A-Z][A-Z0-9_]*$/;

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

interface Source {
  file: string;
  text: string;
  constants: ReadonlySet<string>;
}

/** Says in one sentence each where a file makes SQL out of anything but static text. */
export function sqlViolations(file: string, text: string): string[] {
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) return [`${file} cannot be read: ${parsed.errors[0]?.message}`];
  const program = parsed.program as unknown as Node;
  const source: Source = { file, text, constants: staticConstants(program.body as Node[]) };
  const found = new Set<Node>();
  walk(program, (node) => {
    for (const piece of piecesOf(node)) for (const bad of dynamicParts(piece, source)) found.add(bad);
  });
  return [...found].map((node) => {
    const line = text.slice(0, node.start).split('\n').length;
    return `${file}:${line} makes SQL out of \`${text.slice(node.start, node.end)}\`: use static text with parameters`;
  });
}

/** What of a node becomes SQL: the arguments of a call that runs some, or a text that reads as a statement. */
function piecesOf(node: Node): Node[] {
  if (node.type === 'CallExpression') {
    const { callee, arguments: given } = node as Node & { callee: Node; arguments: Node[] };
    return statementPositions(callee).flatMap((at) => given[at] ?? []);
  }
  const isText = node.type === 'TemplateLiteral' || (node.type === 'BinaryExpression' && node.operator === '+');
  return isText && STATEMENT.test(beginningOf(node)) ? [node] : [];
}

function statementPositions(callee: Node): readonly number[] {
  const { object, property } = callee as Node & { object?: Node; property?: Node };
  const known = RUNS.get(String((property ?? callee).name));
  if (known === undefined) return [];
  return known.of === undefined || known.of.test(String(object?.name)) ? known.at : [];
}

function beginningOf(node: Node): string {
  if (node.type === 'TemplateLiteral') return cooked((node.quasis as Node[])[0]);
  if (node.type === 'BinaryExpression') return beginningOf(node.left as Node);
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : '';
}

const cooked = (quasi: Node | undefined): string => String((quasi?.value as { raw?: string } | undefined)?.raw ?? '');

/** The parts of a piece of SQL that are not static. */
function dynamicParts(node: Node, source: Source): Node[] {
  const within = (nodes: Node[]) => nodes.flatMap((each) => dynamicParts(each, source));
  switch (node.type) {
    case 'Literal':
      return [];
    case 'TemplateLiteral':
      return within(node.expressions as Node[]);
    case 'BinaryExpression':
      return within([node.left as Node, node.right as Node]);
    case 'ArrayExpression':
      return within(node.elements as Node[]);
    case 'ObjectExpression':
      return within(statementOf(node));
    case 'ConditionalExpression':
      return within([node.consequent as Node, node.alternate as Node]);
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
      return within([node.expression as Node]);
    default:
      return isConstant(node, source.constants) || isHandedOn(node, source) ? [] : [node];
  }
}

/** The statement of a driver's call by members: `{ text, values }`, `{ sql, bind }`; the whole where there is none. */
function statementOf(node: Node): Node[] {
  const members = node.properties as (Node & { key?: Node; value?: Node })[];
  const texts = members.filter(({ key }) => key?.name === 'text' || key?.name === 'sql');
  return texts.length === 0 ? members : texts.flatMap(({ value }) => value ?? []);
}

function isConstant(node: Node, constants: ReadonlySet<string>): boolean {
  if (node.type === 'Identifier') return constants.has(String(node.name));
  if (node.type !== 'MemberExpression' || node.computed === true) return false;
  const { object, property } = node as Node & { object: Node; property: Node };
  if (object.type !== 'Identifier' || !constants.has(String(object.name))) return false;
  return HOUSE_CONSTANT.test(String(object.name)) || HOUSE_CONSTANT.test(String(property.name));
}

const isHandedOn = ({ start, end }: Node, { file, text }: Source): boolean =>
  HANDED_ON.some((entry) => entry.file === file && entry.text === text.slice(start, end));

/** Names of the top level that stand for static text or numbers: own ones that are seen to, imported ones by their form. */
function staticConstants(body: Node[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const statement of body) {
    if (statement.type === 'ImportDeclaration') importedConstants(statement, known);
    else ownConstants(statement, known);
  }
  return known;
}

function importedConstants(statement: Node, known: Set<string>): void {
  for (const { local } of statement.specifiers as (Node & { local: Node })[]) {
    const name = String(local.name);
    if (HOUSE_CONSTANT.test(name) || name === 'columns') known.add(name);
  }
}

function ownConstants(statement: Node, known: Set<string>): void {
  const declared = (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement) as Node | null;
  if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') return;
  for (const { id, init } of declared.declarations as (Node & { id: Node; init: Node | null })[]) {
    const isStatic = init !== null && dynamicParts(init, { file: '', text: '', constants: known }).length === 0;
    if (isStatic) known.add(String(id.name));
  }
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
