import { parseSync } from 'vite';

export const lineCount = (source: string): number => source.trimEnd().split('\n').length;

/** A function of a source: its name, where it has one, and how many lines it takes. */
export interface FunctionSize {
  name: string;
  lines: number;
}

type Node = Record<string, unknown> & { type: string; start: number; end: number };

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

/**
 * The functions of a source that have a body of statements or more than one line, nested ones apart as well: thousands of
 * one-liners would hide any long function among them.
 */
export function functionSizes(file: string, source: string): FunctionSize[] {
  const found: FunctionSize[] = [];
  const visit = (node: Node, name: string): void => {
    const own = isNode(node.id) ? String(node.id.name) : name;
    const lines = lineCount(source.slice(node.start, node.end));
    if (isFunction(node, lines)) found.push({ name: own, lines });
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, nameOf(node) ?? name);
  };
  visit(parseSync(file, source).program as unknown as Node, '');
  return found;
}

const isFunction = ({ type, body }: Node, lines: number): boolean =>
  /^(Function(Declaration|Expression)|ArrowFunctionExpression)$/.test(type) &&
  isNode(body) &&
  (/^(BlockStatement|FunctionBody)$/.test(body.type) || lines > 1);

/** What a node calls the function that is its value: a constant, a member or a method. */
function nameOf(node: Node): string | null {
  const named = [node.id, node.key].find(isNode);
  return typeof named?.name === 'string' ? named.name : null;
}

/** The value that a share of all does not exceed. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
