import { queryOptions } from '@tanstack/react-query';
import { DesktopNetwork } from '#shared/contract/desktop/network.ts';
import { reader } from '#shared/contract/reader.ts';
import { JoinAnswer, type JoinRequest } from '#shared/contract/setup.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { callJson, valueOrThrow } from '#shared/ui/json-call.ts';
import { get, windowHeaders } from './queries.ts';

/** HQ is asked three times in a row, each with 15 s. */
const JOIN_TIMEOUT_MS = 60_000;
const AGAIN_EVERY_MS = 2_000;

const readJoin = reader(JoinAnswer);
const readNetwork = reader(DesktopNetwork);

export async function joinCompany(request: JoinRequest): Promise<JoinAnswer> {
  const call = {
    method: 'POST' as const,
    url: new URL('/api/setup/join', window.location.origin).href,
    headers: windowHeaders,
    body: JSON.stringify(request),
    timeoutMs: JOIN_TIMEOUT_MS,
  };
  return valueOrThrow(await callJson(fetchTransport, call, readJoin));
}

/** Asked until it is answered: right after a PC has joined, its hub is just starting. */
export const networkQuery = queryOptions({
  queryKey: ['network'],
  queryFn: () => get(readNetwork, '/api/desktop/network'),
  refetchInterval: ({ state }) => (state.data === undefined ? AGAIN_EVERY_MS : false),
});
