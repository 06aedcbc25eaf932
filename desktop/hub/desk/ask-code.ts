import type { CodeAsked } from '#shared/contract/desktop/desk.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { OneTimeCode } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { authorizedRequest, interpret } from '#shared/sync-client/node-api.ts';
import type { DeskRefusal } from './check-pin.ts';
import { type ClerkSessionDeps, clerkCredentials } from './clerk-session.ts';
import type { Clerk } from './clerk-store.ts';

export interface AskedCode {
  /** Null where nobody of that name was here. */
  userId: number | null;
  purpose: CodeAsked['purpose'];
}

const TIMEOUT_MS = 15_000;
const CALL_OF = { PASSWORD: 'reset-code', DEVICE: 'device-code' } as const;
const readCode = reader(OneTimeCode);

/** Asks HQ in the clerk's own name: HQ judges whether this clerk may, and notes who made a code for whom. */
export async function askCode(
  deps: ClerkSessionDeps,
  clerk: Clerk,
  { userId, purpose }: AskedCode,
): Promise<Result<OneTimeCode, DeskRefusal>> {
  if (userId === null) return fail({ trouble: 'GONE' });
  const node = { kind: 'server' as const, url: deps.upstream };
  const channel = { node, transport: deps.transport, credentials: clerkCredentials(deps, clerk) };
  const path = `/api/admin/users/${userId}/${CALL_OF[purpose]}`;
  const answer = await authorizedRequest(channel, {
    method: 'POST',
    path,
    headers: {},
    body: '{}',
    timeoutMs: TIMEOUT_MS,
  });
  const result = answer.kind === 'sign_in' ? answer : interpret(answer, readCode);
  switch (result.kind) {
    case 'ok':
      return ok(result.value);
    case 'sign_in':
    case 'revoked':
      return fail({ trouble: 'SIGN_IN' });
    case 'busy':
      return fail({ trouble: 'BUSY' });
    case 'refused':
      return fail({ trouble: result.status === 403 ? 'NOT_A_CLERK' : 'GONE' });
    case 'unreachable':
    case 'item_fault':
    case 'cursor_expired':
      return fail({ trouble: 'OUT_OF_REACH' });
  }
}
