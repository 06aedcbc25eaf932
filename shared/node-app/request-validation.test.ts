import { fastify } from 'fastify';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { validateOnDemand } from './request-validation.ts';

const STRICT = { removeAdditional: false, coerceTypes: false, useDefaults: false } as const;

function appWith(body: object) {
  const app = fastify({
    schemaController: { compilersFactory: { buildValidator: validateOnDemand } },
    ajv: { customOptions: STRICT },
  });
  app.post('/', { schema: { body } }, async () => 'taken');
  return app;
}
const send = (app: ReturnType<typeof appWith>, payload: object) => app.inject({ method: 'POST', url: '/', payload });

test('[NODE-54] the first request of a kind is judged as every later one, and each is told its own fault', async () => {
  const app = appWith(Type.Object({ name: Type.String() }, { additionalProperties: false }));
  for (let round = 0; round < 2; round += 1) {
    const wrong = await send(app, { name: 1 });
    expect([wrong.statusCode, wrong.json().message]).toEqual([400, 'body/name must be string']);
    const further = await send(app, { name: 'a', more: 1 });
    expect([further.statusCode, further.json().message]).toEqual([400, 'body must NOT have additional properties']);
    expect((await send(app, { name: 'a' })).statusCode).toBe(200);
  }
  await app.close();
});

test('[NODE-54] nothing is compiled before it is asked for: a start reads no schema', async () => {
  let reads = 0;
  const schema = {
    type: 'object',
    get properties() {
      reads += 1;
      return { name: { type: 'string' } };
    },
  };
  const app = appWith(schema);
  await app.ready();
  const before = reads;
  expect((await send(app, { name: 1 })).statusCode).toBe(400);
  expect(reads).toBeGreaterThan(before);
  const compiled = reads;
  expect((await send(app, { name: 1 })).statusCode).toBe(400);
  expect(reads).toBe(compiled);
  await app.close();
});
