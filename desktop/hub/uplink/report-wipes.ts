import { WipeReportResponse } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { authorizedRequest, type Channel, interpret } from '#shared/sync-client/node-api.ts';
import type { StatementVerifier } from '#shared/sync-client/statement-verifier.ts';
import { checkpointStore } from '../store/checkpoint-store.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { wipeStore } from '../store/wipes.ts';

const TIMEOUT_MS = 15_000;
const readReport = reader(WipeReportResponse);

/**
 * Tells the server whom this hub has handed a wipe order and who has confirmed while the line was down, and fetches the
 * orders of devices of which only the revocation has come. What is not done now is done in the next round.
 */
export function wipeReports(
  database: HubDatabase,
  channel: Channel,
  { readWipeOrder }: StatementVerifier,
): () => Promise<void> {
  const ledger = wipeStore(database);
  const checkpoints = checkpointStore(database);

  async function report(): Promise<void> {
    const now = ledger.report();
    if (now.told.length === 0 && now.orders_for.length === 0) return;
    const body = JSON.stringify(now);
    const request = { method: 'POST', path: '/api/hubs/wipes', headers: {}, body, timeoutMs: TIMEOUT_MS } as const;
    const answer = await authorizedRequest(channel, request);
    if (answer.kind === 'sign_in') return;
    const result = interpret(answer, readReport);
    if (result.kind !== 'ok') return;
    ledger.reported(now);
    for (const jws of result.value.wipe_orders) {
      const order = await readWipeOrder(jws);
      if (order) checkpoints.revoke(order.device_id, jws);
    }
  }

  /** Whatever the server answers, it has heard it; only silence keeps a confirmation here. */
  async function confirm(): Promise<void> {
    for (const { device_id, token } of ledger.confirmations()) {
      const answer = await channel.transport.request({
        method: 'POST',
        url: `${channel.node.url}/api/devices/wiped`,
        headers: { authorization: `Bearer ${token}` },
        body: '{}',
        timeoutMs: TIMEOUT_MS,
      });
      if (answer.kind === 'unreachable' || answer.status >= 500 || answer.status === 429) return;
      ledger.forgetConfirmation(device_id);
    }
  }

  return async () => {
    await report();
    await confirm();
  };
}
