import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { type Misfit, misfitOf } from '#shared/contract/misfit.ts';

type Parameter = TSchema & { description?: string };

/**
 * What is wrong with a request's parameters, in words; null where nothing is. One that the route does not know is refused,
 * since a filter with a slip in its name would show everything; so is a value that is not what the schema's `description`
 * says in words. What a schema does not say in words its validation judges.
 */
export function parameterFault({ query, routeOptions }: FastifyRequest): string | null {
  const { properties = {} } = (routeOptions.schema?.querystring ?? {}) as { properties?: Record<string, Parameter> };
  for (const [name, value] of Object.entries(query as object)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined) return `There is no parameter ${name} here.`;
    const isWrong = schema.description !== undefined && misfitFor(schema)(value) !== null;
    if (isWrong) return `The parameter ${name} must be ${schema.description}.`;
  }
  return null;
}

const misfits = new WeakMap<TSchema, Misfit>();

function misfitFor(schema: TSchema): Misfit {
  const known = misfits.get(schema) ?? misfitOf(schema);
  misfits.set(schema, known);
  return known;
}
