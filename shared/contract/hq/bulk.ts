import Type, { type Static } from 'typebox';
import { Id, Nullable, Uuid } from '../scalars.ts';

/** What a bulk call made of one of its rows. */
export const BulkResult = Type.Object({
  external_id: Type.String(),
  outcome: Type.Union([
    Type.Literal('CREATED'),
    Type.Literal('CHANGED'),
    Type.Literal('UNCHANGED'),
    Type.Literal('REFUSED'),
  ]),
  /** Null where the row was refused and nothing of this name is there. */
  id: Nullable(Type.Union([Id, Uuid])),
  /** Why it was refused. */
  error: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
});
export type BulkResult = Static<typeof BulkResult>;

/** The rows' results, in their order. */
export const BulkAnswer = Type.Object({ results: Type.Array(BulkResult) });
export type BulkAnswer = Static<typeof BulkAnswer>;
