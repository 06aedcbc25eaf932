import type { Static, TSchema } from 'typebox';
import { fail, ok, type Result } from './errors.ts';
import { misfitOf } from './misfit.ts';

/** Reads a body: its value, or where it does not fit, as a JSON pointer. */
export type Reader<T> = (body: unknown) => Result<T, string>;

/**
 * How a client reads an answer. Whatever fits may be relied on; what does not is a value, never a surprise later on.
 * Members that are not known here are kept, and so are names (of a role, a state) that a newer node has added.
 */
export function reader<S extends TSchema>(schema: S): Reader<Static<S>> {
  const misfit = misfitOf(schema, 'reader');
  return (body) => {
    const at = misfit(body);
    return at === null ? ok(body as Static<S>) : fail(at || '/');
  };
}
