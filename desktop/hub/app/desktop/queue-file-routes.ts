import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { DeskAnswer } from '#shared/contract/desktop/desk.ts';
import {
  type OfferFault,
  QueueFileImport,
  QueueFileOffered,
  QueueFiles,
} from '#shared/contract/desktop/queue-files.ts';
import { fail } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { isWholeQueueFile, queueFileHead } from '#shared/sync-server/queue-file-head.ts';
import { type Desk, deskAnswer } from '../../desk/open-desk.ts';
import type { DiskGuard } from '../../store/disk-guard.ts';
import type { QueueFileStore } from '../../store/queue-files.ts';
import type { ServerKeys } from '../../uplink/server-keys.ts';
import type { ServerTime } from '../../uplink/server-time.ts';
import type { Uplink } from '../../uplink/uplink.ts';

export interface QueueFileRoutesDeps {
  desk: Desk;
  queueFiles: QueueFileStore;
  disk: Pick<DiskGuard, 'refusalOf'>;
  serverKeys: Pick<ServerKeys, 'knows' | 'refresh'>;
  serverTime: Pick<ServerTime, 'now'>;
  uplink: Pick<Uplink, 'wan' | 'fileCame'>;
  clock: Clock;
}

/**
 * /api/desktop/queue-files: a phone's file of unsent entries is offered with its bytes (POST /offer), imported by a clerk
 * (POST), and listed with what came of it (GET). Nobody here can read what is in it; the phone keeps that too.
 */
export function queueFileRoutes(app: FastifyInstance, deps: QueueFileRoutesDeps): void {
  const { desk, queueFiles, serverTime, uplink, clock } = deps;
  /** The one that was offered last, until it is imported: its bytes come once, and by whose act is asked then. */
  let offered: { sha256: string; text: string } | null = null;
  app.get('/api/desktop/queue-files', { schema: { response: { 200: QueueFiles } } }, async () => ({
    items: queueFiles.list(clock.now() - serverTime.now()),
  }));
  app.register(async (scope) => {
    // One byte more is read, so that what is too large is told as such.
    const bodyLimit = LIMITS.queueFileBytes + 1;
    scope.addContentTypeParser(QUEUE_FILE_MEDIA_TYPE, { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    const schema = { response: { 200: QueueFileOffered } };
    scope.post('/api/desktop/queue-files/offer', { schema, bodyLimit }, async (request) => {
      // A mail program may have put a line end behind it. Of what is no text nothing is left that reads as a file.
      const text = (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)).toString('latin1').trim();
      const sha256 = createHash('sha256').update(text, 'latin1').digest('hex');
      const fault = await faultOf(text, sha256, deps);
      offered = fault === null ? { sha256, text } : null;
      return { fault, sha256 };
    });
  });
  app.post(
    '/api/desktop/queue-files',
    { schema: { body: QueueFileImport, response: { 200: DeskAnswer } } },
    async (request) => {
      const { by, sha256, name } = request.body as QueueFileImport;
      const text = offered?.sha256 === sha256 ? offered.text : null;
      if (text === null) return deskAnswer(fail({ trouble: 'GONE' }));
      const about = { type: 'QUEUE_FILE', id: sha256, name };
      const userName = desk.clerks().find(({ user_id }) => user_id === by.user_id)?.name ?? '';
      const acted = await desk.act(by, { what: 'DESK_QUEUE_FILE_IMPORTED', about }, () =>
        queueFiles.add({ sha256, name, text, userName, at: clock.now() }),
      );
      if (acted.ok) {
        offered = null;
        uplink.fileCame();
      }
      return deskAnswer(acted);
    },
  );
}

async function faultOf(
  text: string,
  sha256: string,
  { queueFiles, disk, serverKeys, uplink }: QueueFileRoutesDeps,
): Promise<OfferFault | null> {
  if (text.length > LIMITS.queueFileBytes) return 'TOO_LARGE';
  const head = queueFileHead(text);
  if (head === null) return 'NO_QUEUE_FILE';
  if (!isWholeQueueFile(text)) return 'DAMAGED';
  if (queueFiles.has(sha256)) return 'ALREADY_HERE';
  const kid = head.kid ?? undefined;
  if (!serverKeys.knows(kid)) await serverKeys.refresh();
  // Without a line the key may be one that this hub has not heard of yet: HQ will tell.
  if (!serverKeys.knows(kid) && uplink.wan.reachable) return 'OTHER_COMPANY';
  // As a photo: it is as large, and the phone has what is in it.
  return disk.refusalOf('photo') === null ? null : 'NO_ROOM';
}
