import { parseSync } from 'vite';
import { OLDEST_BROWSERS } from '#shared/contract/browsers.ts';

/** Since which Chromium, Safari and Firefox there is something. */
type Since = readonly [chrome: number, safari: number, firefox: number];
const NOT_YET = Number.POSITIVE_INFINITY;

/** Methods that nothing else is called like; those with brackets only where they are called without arguments. */
const METHODS: Record<string, Since> = {
  toSorted: [110, 16, 115],
  toReversed: [110, 16, 115],
  toSpliced: [110, 16, 115],
  with: [110, 16, 115],
  findLast: [97, 15.4, 104],
  findLastIndex: [97, 15.4, 104],
  isWellFormed: [111, 16.4, 119],
  toWellFormed: [111, 16.4, 119],
  union: [122, 17, 127],
  intersection: [122, 17, 127],
  difference: [122, 17, 127],
  symmetricDifference: [122, 17, 127],
  isSubsetOf: [122, 17, 127],
  isSupersetOf: [122, 17, 127],
  isDisjointFrom: [122, 17, 127],
  getOrInsert: [145, 26.2, 144],
  getOrInsertComputed: [145, 26.2, 144],
  toBase64: [140, 18.2, 133],
  toHex: [140, 18.2, 133],
  setFromBase64: [140, 18.2, 133],
  setFromHex: [140, 18.2, 133],
  transferToFixedLength: [114, 17.4, 122],
  startViewTransition: [111, 18, 144],
  showPopover: [114, 17, 125],
  togglePopover: [114, 17, 125],
  moveBefore: [133, NOT_YET, 144],
  requestVideoFrameCallback: [83, 15.4, 132],
  requestIdleCallback: [47, NOT_YET, 55],
  checkVisibility: [105, 17.4, 106],
  'bytes()': [132, 18, 128],
};

/** Functions of a thing that has a name of its own. */
const STATICS: Record<string, Since> = {
  'Object.groupBy': [117, 17.4, 119],
  'Map.groupBy': [117, 17.4, 119],
  'Array.fromAsync': [121, 16.4, 115],
  'Promise.withResolvers': [119, 17.4, 121],
  'Promise.try': [128, 18.2, 134],
  'URL.canParse': [120, 17, 115],
  'URL.parse': [126, 18, 126],
  'AbortSignal.any': [116, 17.4, 124],
  'AbortSignal.timeout': [103, 16, 100],
  'Response.json': [105, 17, 115],
  'RegExp.escape': [136, 18.2, 134],
  'Error.isError': [134, 26, 138],
  'Error.captureStackTrace': [3, 17.2, 138],
  'Math.sumPrecise': [147, 26.2, 137],
  'Atomics.waitAsync': [87, 16.4, 145],
  'Iterator.from': [122, 18.4, 131],
  'Iterator.concat': [146, 26.4, 147],
  'Uint8Array.fromBase64': [140, 18.2, 133],
  'Uint8Array.fromHex': [140, 18.2, 133],
  'Intl.Segmenter': [87, 14.1, 125],
  'Intl.DurationFormat': [129, 16.4, 136],
};

/** What an iterator has got of its own; arrays have always had most of these. */
const OF_ITERATORS = 'map filter take drop flatMap reduce toArray forEach some every find';
const ITERATOR_HELPERS: Since = [122, 18.4, 131];
const MAKES_ITERATOR = /^(values|keys|entries|matchAll)$/;

const FLAG_V: Since = [112, 17, 116];
const REGEX_MODIFIERS: Since = [125, NOT_YET, 132];

/** In style sheets; what is merely left out by a browser that does not know it (a property) is none of these. */
const STYLES: [name: string, RegExp, Since][] = [
  ['light-dark()', /light-dark\(/, [123, 17.5, 120]],
  ['color-mix()', /color-mix\(/, [111, 16.2, 113]],
  ['oklch()', /\b(oklch|oklab|lab|lch)\(/, [111, 15.4, 113]],
  ['a relative colour', /\b(rgba?|hsla?)\(from /, [131, 18, 133]],
  ['nesting', /[{};]\s*&/, [120, 17.2, 117]],
  [':has()', /:has\(/, [105, 15.4, 121]],
  ['dvh', /\d[dsl]v[hw]\b/, [108, 15.4, 101]],
  ['lh', /\d(r?lh)\b/, [111, 16.4, 120]],
  ['cap', /\d(r?cap)\b/, [118, 17.2, 97]],
  ['@scope', /@scope\b/, [118, 17.4, 146]],
  ['@starting-style', /@starting-style\b/, [117, 17.5, 129]],
  ['@container', /@container\b/, [105, 16, 110]],
  ['@layer', /@layer\b/, [99, 15.4, 97]],
  ['linear()', /[\s:,]linear\(/, [113, 17.2, 112]],
  ['round()', /[\s:,(](round|mod|rem)\(/, [125, 15.4, 118]],
  [':popover-open', /:popover-open\b/, [114, 17, 125]],
  [':user-valid', /:user-(in)?valid\b/, [119, 16.5, 88]],
];

/** What is looked for, without whose it is. */
const NAMES = new Set(
  [...Object.keys(METHODS), ...Object.keys(STATICS)].map((name) => name.replace(/^.*\.|\(\)$/g, '')),
);

function isNewer([chrome, safari, firefox]: Since): boolean {
  const floor = OLDEST_BROWSERS;
  return chrome > floor.chrome || safari > floor.safari || firefox > floor.firefox;
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

/** What a script of a page calls that the oldest browsers have not, each with a piece of its text. */
export function newerInScript(text: string): string[] {
  const { program, errors } = parseSync('bundle.js', text);
  if (errors.length > 0) throw new Error(`a script that cannot be read: ${errors[0]?.message}`);
  const found: string[] = [];
  visit(program as unknown as Node, new Set(), (node, asked) => {
    const name = newerIn(node);
    if (name !== null && !asked.has(name.split('.').at(-1) ?? name))
      found.push(`${name}: ${text.slice(Math.max(0, node.start - 40), node.end).slice(0, 120)}`);
  });
  return found;
}

/** `asked`: whose being there was asked for before: `if (Uint8Array.fromBase64) …`, and what is called by `?.`. */
function visit(node: Node, asked: ReadonlySet<string>, look: (node: Node, asked: ReadonlySet<string>) => void): void {
  look(node, asked);
  const test = node.type === 'LogicalExpression' ? node.left : node.test;
  const names = isNode(test) ? membersIn(test) : [];
  const inside = names.length > 0 ? new Set([...asked, ...names]) : asked;
  for (const [key, child] of Object.entries(node)) {
    if (key === 'test' || key === 'left') visitAll(child, asked, look);
    else visitAll(child, inside, look);
  }
}

function visitAll(child: unknown, asked: ReadonlySet<string>, look: Parameters<typeof visit>[2]): void {
  for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one, asked, look);
}

/** Names that this is about, of members that are read, and none that is called. */
function membersIn(node: Node): string[] {
  if (node.type === 'MemberExpression') return [propertyOf(node) ?? ''].filter((name) => NAMES.has(name));
  if (node.type === 'CallExpression' || node.type.includes('Function')) return [];
  return Object.values(node).flatMap((child) =>
    (Array.isArray(child) ? child : [child]).filter(isNode).flatMap(membersIn),
  );
}

function newerIn(node: Node): string | null {
  if (node.type === 'Literal' && isNewRegex(node.regex)) return 'a regular expression';
  if (node.type === 'VariableDeclaration' && /using/.test(String(node.kind))) return 'using';
  const isCall = node.type === 'CallExpression' || node.type === 'NewExpression';
  if (!isCall || node.optional === true || !isNode(node.callee)) return null;
  return newerCall(node.callee, (node.arguments as unknown[]).length);
}

function newerCall(callee: Node, givenArguments: number): string | null {
  const property = propertyOf(callee);
  if (property === null || !isNode(callee.object)) return null;
  const full = `${String(callee.object.name ?? '')}.${property}`;
  const since = sinceWhen(full, property, givenArguments);
  if (since) return isNewer(since) ? full.replace(/^.*\.(?=\w+$)/, Object.hasOwn(STATICS, full) ? '$&' : '') : null;
  const isHelper = OF_ITERATORS.split(' ').includes(property) && isIterator(callee.object) && isNewer(ITERATOR_HELPERS);
  return isHelper ? `iterator.${property}` : null;
}

function sinceWhen(full: string, property: string, givenArguments: number): Since | undefined {
  if (Object.hasOwn(STATICS, full)) return STATICS[full];
  const bare = `${property}()`;
  const method = givenArguments === 0 && Object.hasOwn(METHODS, bare) ? bare : property;
  return Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
}

function isIterator(object: Node): boolean {
  if (object.type !== 'CallExpression' || !isNode(object.callee)) return false;
  const maker = propertyOf(object.callee);
  if (maker === null || !MAKES_ITERATOR.test(maker)) return false;
  return maker === 'matchAll' || (object.arguments as unknown[]).length === 0;
}

function propertyOf(node: Node): string | null {
  const isMember = node.type === 'MemberExpression' && node.computed === false && isNode(node.property);
  return isMember ? String((node.property as Node).name) : null;
}

function isNewRegex(regex: unknown): boolean {
  const { flags = '', pattern = '' } = (regex ?? {}) as { flags?: string; pattern?: string };
  return (flags.includes('v') && isNewer(FLAG_V)) || (/\(\?[ims]*-?[ims]+:/.test(pattern) && isNewer(REGEX_MODIFIERS));
}

/** What a style sheet says that the oldest browsers do not know, each with the rule in which it stands. */
export function newerInStyles(text: string): string[] {
  return text
    .split(/(?<=\})/)
    .flatMap((rule) =>
      STYLES.filter(([, pattern, since]) => isNewer(since) && pattern.test(rule)).map(
        ([name]) => `${name}: ${rule.trim()}`,
      ),
    );
}
