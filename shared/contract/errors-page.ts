import { type ErrorHelp, EVENT_HELP, REQUEST_HELP } from './error-help.ts';
import { EVENT_ERRORS, type EventErrorCode, REQUEST_ERRORS, type RequestErrorCode } from './errors.ts';

const HEAD = `# What each error means, and what to do

Made from \`shared/contract/error-help.ts\`; a unit test holds the two together
(\`npm run test:one -- shared/testing/errors-page.test.ts -u\` writes this page anew). Codes are stable, texts may change.
`;

const rowOf = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const tableOf = (head: string[], rows: (string | number)[][]): string =>
  [rowOf(head), rowOf(head.map(() => '---')), ...rows.map(rowOf)].join('\n');

const keysOf = <K extends string>(table: Record<K, unknown>): K[] => Object.keys(table) as K[];
const help = ({ title, operator }: ErrorHelp): string[] => [title, operator];

/** The page for whoever runs the system: every code with its meaning and what to do. */
export function errorsPage(): string {
  const requests = keysOf<RequestErrorCode>(REQUEST_ERRORS);
  const events = keysOf<EventErrorCode>(EVENT_ERRORS);
  return `${HEAD}
## A whole request is refused

The answer is \`application/problem+json\` (RFC 9457) with \`code\`; \`detail\` says what happened this time. Nothing of the
request was stored, but for what a revoked device hands in.

${tableOf(
  ['code', 'status', 'what it means', 'what the operator does'],
  requests.map((code) => [`\`${code}\``, REQUEST_ERRORS[code], ...help(REQUEST_HELP[code])]),
)}

## One entry is refused

The other entries of the same push are not touched. The phone shows the reason to its person; HQ sees it in Attention.

${tableOf(
  ['code', 'final', 'what it means', 'what the operator does'],
  events.map((code) => [`\`${code}\``, EVENT_ERRORS[code].retry ? 'no' : 'yes', ...help(EVENT_HELP[code])]),
)}
`;
}
