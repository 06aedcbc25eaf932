import process from 'node:process';
import type { FastifyInstance } from 'fastify';
import type { TSchema } from 'typebox';
import { type Misfit, misfitOf } from '#shared/contract/misfit.ts';

/** Whether a node checks what it says: Vitest sets it. */
export const inTests = (): boolean => process.env.NODE_ENV === 'test';

/**
 * How an app writes what it answers: as JSON, whole, so that members of stored events and entities which a newer node
 * has added stay as they came. A generated serializer would drop them, and is slower where an answer holds free members,
 * as every pull does. With `check` an answer that is not as its route's schema says becomes a logged 500: so every test
 * that calls a route is also a test of its schema.
 */
export function answerBySchema(app: FastifyInstance, check: boolean = inTests()): void {
  app.setSerializerCompiler(({ schema, method, url, httpStatus }) => {
    // Compiled in production too: a schema that cannot be checked keeps a node from starting, wherever it is started.
    const misfit = misfitFor(schema as TSchema);
    if (!check) return JSON.stringify;
    return (answer) => {
      const at = misfit(answer);
      if (at === null) return JSON.stringify(answer);
      throw new Error(`${method} ${url} answers ${httpStatus} with what its schema does not say at ${at || '/'}`);
    };
  });
}

/** Several apps of a process share their schemas. */
const misfits = new WeakMap<TSchema, Misfit>();

function misfitFor(schema: TSchema): Misfit {
  const known = misfits.get(schema);
  if (known) return known;
  const misfit = misfitOf(schema);
  misfits.set(schema, misfit);
  return misfit;
}
