import { queryOptions } from '@tanstack/react-query';
import {
  type ActedBy,
  CodeAnswer,
  type CodeAsked,
  DeskActs,
  DeskAnswer,
  DeskClerks,
  type DeskSignIn,
  type InboxAnswer,
} from '#shared/contract/desktop/desk.ts';
import { DeskSettings, type SettingsChanged } from '#shared/contract/desktop/settings.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { callJson, valueOrThrow } from '#shared/ui/json-call.ts';
import { get, windowHeaders } from './queries.ts';

/** HQ may be asked on the way, and a PIN takes a moment. */
const TIMEOUT_MS = 45_000;
const readClerks = reader(DeskClerks);
const readActs = reader(DeskActs);
const readAnswer = reader(DeskAnswer);
const readSettings = reader(DeskSettings);
const readCode = reader(CodeAnswer);

/** An act at this PC, as JSON. */
export async function post<T>(read: Reader<T>, path: string, body: unknown): Promise<T> {
  const call = {
    method: 'POST' as const,
    url: new URL(path, window.location.origin).href,
    headers: windowHeaders,
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
  };
  return valueOrThrow(await callJson(fetchTransport, call, read));
}

/** Who acts at this PC. */
export const clerksQuery = queryOptions({
  queryKey: ['clerks'],
  queryFn: () => get(readClerks, '/api/desktop/clerks'),
});

export const actsQuery = queryOptions({
  queryKey: ['acts'],
  queryFn: () => get(readActs, '/api/desktop/acts'),
});

export const signInClerk = (given: DeskSignIn): Promise<DeskAnswer> => post(readAnswer, '/api/desktop/clerks', given);

export const forgetClerk = (userId: number, forgotten: { by: ActedBy }): Promise<DeskAnswer> =>
  post(readAnswer, `/api/desktop/clerks/${userId}/forget`, forgotten);

export const answerInbox = (eventId: string, answer: InboxAnswer): Promise<DeskAnswer> =>
  post(readAnswer, `/api/desktop/inbox/${eventId}`, answer);

export const askRevoke = (deviceId: string, asked: { by: ActedBy; reason: string }): Promise<DeskAnswer> =>
  post(readAnswer, `/api/desktop/phones/${deviceId}/ask-revoke`, asked);

export const askCode = (deviceId: string, asked: CodeAsked): Promise<CodeAnswer> =>
  post(readCode, `/api/desktop/phones/${deviceId}/code`, asked);

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => get(readSettings, '/api/desktop/settings'),
  // What somebody is typing is not to be replaced by what was there before.
  refetchOnWindowFocus: false,
});

export const changeSettings = (changed: SettingsChanged): Promise<DeskAnswer> =>
  post(readAnswer, '/api/desktop/settings', changed);
