import type { Result } from '#shared/contract/errors.ts';
import { HQ_ANSWERS, type HqAnswer, type HqCall } from '#shared/contract/hq/call-answers.ts';
import type { HqInputs } from '#shared/contract/hq/call-inputs.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { type Failure, valueOrThrow } from '#shared/ui/json-call.ts';
import type { Value } from '../form/fields.ts';
import type { CallHeaders, Method, Session } from '../session/session.ts';

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type Params<C extends HqCall> = [ParamNames<C>] extends [never]
  ? unknown
  : { params: Record<ParamNames<C>, string | number> };
type Asked<C extends HqCall> = C extends keyof HqInputs ? HqInputs[C] : unknown;
type Query<C extends HqCall> =
  Asked<C> extends { query: infer Names extends string }
    ? { query?: Partial<Record<Names, string | number | undefined>> }
    : unknown;
/**
 * What a form holds for a member: that it is filled in as it should be, the form's own fields see to. So a body is held to
 * the names of its members, and each to its type or to what a field may hold.
 */
type Filled<B> = B extends Uint8Array | readonly unknown[]
  ? B
  : B extends object
    ? { [Name in keyof B]: Filled<B[Name]> | Value | undefined }
    : B;
type Body<C extends HqCall> = Asked<C> extends { body: infer B } ? { body: Filled<B> } : unknown;
/** What a call takes: the parts of its address, its query and its body, as the server's schemas say them. */
export type HqInput<C extends HqCall> = Params<C> & Query<C> & Body<C>;

/** One call of HQ, ready to be sent; sent again, it is the same. */
export interface HqRequest<C extends HqCall> {
  call: C;
  address: string;
  body?: unknown;
}

interface AnyInput {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

/** Makes a call of HQ. A member of the query that is empty is left out. */
export function hqRequest<C extends HqCall>(
  call: C,
  ...[input]: Record<never, never> extends HqInput<C> ? [input?: HqInput<C>] : [input: HqInput<C>]
): HqRequest<C> {
  const { params = {}, query = {}, body } = (input ?? {}) as AnyInput;
  const path = call.slice(call.indexOf('/')).replaceAll(/:(\w+)/g, (_whole, name: string) => {
    return encodeURIComponent(String(params[name]));
  });
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') asked.set(name, String(value));
  }
  const address = `/api/admin${path}${asked.size > 0 ? `?${asked}` : ''}`;
  return body === undefined ? { call, address } : { call, address, body };
}

export const methodOf = (call: HqCall): Method => call.slice(0, call.indexOf(' ')) as Method;

const readers = new Map<HqCall, Reader<unknown>>();

/** How a call's answer is read; made when it is first needed. */
export function answerReader<C extends HqCall>(call: C): Reader<HqAnswer<C>> {
  const read = readers.get(call) ?? reader(HQ_ANSWERS[call]);
  readers.set(call, read);
  return read as Reader<HqAnswer<C>>;
}

/** Sends a call as the person who is signed in. */
export function send<C extends HqCall>(
  session: Session,
  { call, address, body }: HqRequest<C>,
  headers: CallHeaders = {},
): Promise<Result<{ body: HqAnswer<C>; etag: string | null }, Failure>> {
  return session.callTagged(answerReader(call), methodOf(call), address, body, headers);
}

/** The same for a query of the screen: the answer, or a failure that is thrown. */
export async function ask<C extends HqCall>(session: Session, request: HqRequest<C>): Promise<HqAnswer<C>> {
  return valueOrThrow(await send(session, request)).body;
}
