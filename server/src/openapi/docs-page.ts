import { type ErrorHelp, EVENT_HELP, REQUEST_HELP } from '#shared/contract/error-help.ts';
import { REQUEST_ERRORS, type RequestErrorCode } from '#shared/contract/errors.ts';
import type { Content, OpenApi, Operation } from './openapi.ts';
import { shapeText } from './shape-text.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
summary { min-height: 48px; display: flex; align-items: center; gap: .75rem; cursor: pointer; flex-wrap: wrap; }
details { border-top: 1px solid #8886; }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid #8886; border-radius: .5rem; }
.method { min-width: 4rem; font-weight: 700; }
table { border-collapse: collapse; } td { padding: .25rem 1rem .25rem 0; vertical-align: top; }
`;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** The document as one page without a script: what a browser shows under the console's content security policy. */
export function docsPage({ info, tags, paths }: OpenApi): string {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = tags.map(({ name }) => {
    const calls = all.filter(({ operation }) => operation.tags.includes(name));
    const shown = calls.map(({ path, method, operation }) => callHtml(method, path, operation));
    return `<h2>${escaped(name)}</h2>\n${shown.join('\n')}`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(info.title)} API ${escaped(info.version)}</h1>
<p>${escaped(info.description)} The same as <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
${sections.join('\n')}
<h2>Codes of refused requests</h2>
${codesHtml(REQUEST_HELP)}
<h2>Codes of refused events</h2>
${codesHtml(EVENT_HELP)}
</main></body></html>
`;
}

function callHtml(method: string, path: string, operation: Operation): string {
  const { summary, security = [], parameters = [], requestBody, responses } = operation;
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${place}${required ? '' : ', optional'}</td><td><code>${escaped(shapeText(schema))}</code></td></tr>`,
  );
  const parts = [
    security.length === 0 ? '<p>Needs no token.</p>' : '',
    rows.length === 0 ? '' : `<table><tbody>${rows.join('')}</tbody></table>`,
    requestBody ? contentHtml('Send', requestBody.content) : '',
    ...Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(([status, { description, content }]) => contentHtml(`${status} ${description}`, content)),
    refusalsHtml(responses),
  ];
  return `<details><summary><span class="method">${method.toUpperCase()}</span><code>${escaped(path)}</code><span>${escaped(summary)}</span></summary>
${parts.filter(Boolean).join('\n')}
</details>`;
}

/** With which codes a call is refused: application/problem+json. */
function refusalsHtml(responses: Operation['responses']): string {
  const codes = Object.values(responses).flatMap(({ content = {} }) =>
    Object.keys(content['application/problem+json']?.examples ?? {}),
  );
  const rows = codes.map((code) => codeRow(code, REQUEST_HELP[code as RequestErrorCode]));
  return `<h3>Refused</h3><table><tbody>${rows.join('')}</tbody></table>`;
}

/** What each code means, and what the operator does. */
const codesHtml = (help: Record<string, ErrorHelp>): string =>
  `<table><tbody>${Object.entries(help)
    .map(([code, { title, operator }]) => codeRow(code, { title, operator }))
    .join('')}</tbody></table>`;

const codeRow = (code: string, { title, operator }: ErrorHelp): string => {
  const status = code in REQUEST_ERRORS ? REQUEST_ERRORS[code as RequestErrorCode] : '';
  return `<tr><td><code>${escaped(code)}</code> ${status}</td><td>${escaped(title)}</td><td>${escaped(operator)}</td></tr>`;
};

function contentHtml(title: string, content: Content = {}): string {
  const shown = Object.entries(content).map(([type, { schema, example }]) => {
    const text = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
    const sample = example === undefined ? '' : `<p>For example</p><pre>${escaped(text)}</pre>`;
    return `<p><code>${escaped(type)}</code></p><pre>${escaped(shapeText(schema))}</pre>${sample}`;
  });
  return `<h3>${escaped(title)}</h3>${shown.join('')}`;
}
