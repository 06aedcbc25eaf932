interface Shape {
  type?: string;
  const?: unknown;
  anyOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
}

const INDENT = '  ';

/** A schema as a person reads it, in the manner of TypeScript: `{ id: string; note?: string | null }`, a member a line. */
export function shapeText(schema: unknown, depth = 0): string {
  const { type, anyOf, properties, required = [], items, ...shape } = (schema ?? {}) as Shape;
  if ('const' in shape) return JSON.stringify(shape.const);
  if (anyOf) return anyOf.map((choice) => shapeText(choice, depth)).join(' | ');
  if (type === 'array') return `${arrayItem(items, depth)}[]`;
  if (type !== 'object') return type ?? 'any';
  if (!properties) return '{ any members }';
  const inner = INDENT.repeat(depth + 1);
  const members = Object.entries(properties).map(
    ([name, member]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${shapeText(member, depth + 1)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join('\n')}\n${INDENT.repeat(depth)}}`;
}

function arrayItem(items: Shape | undefined, depth: number): string {
  const text = shapeText(items, depth);
  return items?.anyOf ? `(${text})` : text;
}
