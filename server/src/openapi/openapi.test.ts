import Schema from 'typebox/schema';
import { beforeAll, expect, test } from 'vitest';
import { REQUEST_HELP } from '#shared/contract/error-help.ts';
import { REQUEST_ERRORS, type RequestErrorCode } from '#shared/contract/errors.ts';
import { describedCalls } from './described-calls.ts';
import { docsPage } from './docs-page.ts';
import { type OpenApi, type Operation, openApi } from './openapi.ts';

let document: OpenApi;
let operations: [name: string, operation: Operation][];

beforeAll(async () => {
  document = openApi(await describedCalls(), '0');
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}, 120_000);

test('[WIRE-8] every JSON that a call takes and answers has an example that its schema takes', () => {
  let examples = 0;
  for (const [name, { requestBody, responses }] of operations) {
    const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    for (const content of [requestBody?.content, ...good.map(([, answer]) => answer.content)]) {
      const json = content?.['application/json'];
      if (!json) continue;
      examples += 1;
      expect(json.example, name).toBeDefined();
      const [fits, faults] = Schema.Errors(json.schema as object, json.example);
      expect([name, fits, faults]).toEqual([name, true, []]);
    }
  }
  expect(examples).toBeGreaterThan(200);
});

test('[WIRE-8] every call names the codes with which it is refused, each with its meaning, what to do, and an example', () => {
  for (const [name, { responses, operationId }] of operations) {
    const refused = Object.entries(responses).filter(([status]) => /^[45]/.test(status));
    const codes = refused.flatMap(([status, { content }]) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}).map((code) => [status, code] as const),
    );
    expect(codes.length, name).toBeGreaterThanOrEqual(4);
    for (const [status, code] of codes) {
      expect([name, status]).toEqual([name, String(REQUEST_ERRORS[code as RequestErrorCode])]);
      expect(document.components.examples[code]?.description).toBe(REQUEST_HELP[code as RequestErrorCode].operator);
    }
    expect(operationId, name).toMatch(/^(get|head|post|put|patch)[A-Z]\w+$/);
  }
  expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
  for (const { value } of Object.values(document.components.examples)) {
    expect(Schema.Check(document.components.schemas.Problem, value)).toBe(true);
  }
});

test('[WIRE-8] the page shows each example and, for each call, what the operator does about a refusal', () => {
  const page = docsPage(document);
  expect(page.match(/For example/g)?.length).toBeGreaterThan(200);
  expect(page).toContain('&quot;client_name&quot;: &quot;Épicerie Nour&quot;');
  const [cancel = ''] = page.match(/<code>\/api\/admin\/deliveries\/\{id\}\/cancel<\/code>[\s\S]*?<\/details>/) ?? [];
  expect(cancel).toContain(`<code>CONFLICT</code> 409</td><td>${REQUEST_HELP.CONFLICT.title}</td>`);
  expect(cancel).toContain(REQUEST_HELP.CONFLICT.operator.replaceAll('`', '`'));
});
