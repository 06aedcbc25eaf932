import { redactLine } from '#shared/node-app/redact.ts';

/** Members of a log line whose texts say what the program did, never for whom. Numbers and yes or no always stay. */
const TELLING = new Set(['msg', 'type', 'message', 'stack', 'code', 'method', 'node', 'level', 'reason', 'name']);
/** What a name of a person, a client or a place could stand in: it goes, whatever its form. */
const LEFT_OUT = '[left out]';

/** A log as support gets it: secrets redacted, and every text left out that could name a customer or a person. */
export const logForSupport = (log: string): string => log.split('\n').map(lineForSupport).join('\n');

function lineForSupport(line: string): string {
  if (!line.startsWith('{')) return redactLine(line);
  try {
    return redactLine(JSON.stringify(onlyTelling(JSON.parse(line))));
  } catch {
    // Cut in two by the rotation.
    return LEFT_OUT;
  }
}

function onlyTelling(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return TELLING.has(name) ? value : LEFT_OUT;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => onlyTelling(each, name));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, onlyTelling(member, key)]));
}
