import { refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { QUEUE_FILE_MEDIA_TYPE, QueueFileTaken } from '#shared/contract/queue-file.ts';
import { sendResult } from '../../http/typed-app.ts';
import { openQueueFile } from '../../queue-files/open-queue-file.ts';
import { takeEvents } from '../../queue-files/take-events.ts';
import { acted } from '../acts/act.ts';
import type { Hq } from '../hq.ts';

/**
 * POST /queue-files with a phone's file as `application/jose` → how many of its events were added, known, quarantined and
 * refused. 400 INVALID_REQUEST with `fault` (`QueueFileFault`), and nothing taken; 413 for a file beyond
 * `LIMITS.queueFileBytes`. The same file again changes nothing.
 */
export async function queueFileRoutes({ app: root, deps, actorIn, act }: Hq): Promise<void> {
  await root.register(async (scope) => {
    const asText = { parseAs: 'string' as const, bodyLimit: LIMITS.queueFileBytes };
    scope.addContentTypeParser(QUEUE_FILE_MEDIA_TYPE, asText, (_request, body, done) => done(null, body));
    const schema = { response: { 200: QueueFileTaken } };
    scope.post('/queue-files', { schema, bodyLimit: LIMITS.queueFileBytes }, async (request, reply) => {
      const file = request.body;
      if (typeof file !== 'string') {
        return sendResult(reply, refuse('UNSUPPORTED_MEDIA_TYPE', `Send the file as ${QUEUE_FILE_MEDIA_TYPE}.`));
      }
      const opened = await openQueueFile(file, deps.keys);
      if (!opened.ok) return sendResult(reply, opened);
      // Not within the act's transaction: each push of it is one by itself, and repeating it changes nothing.
      const taken = await takeEvents(opened.value, actorIn(request).deviceId, deps);
      if (!taken.ok) return sendResult(reply, taken);
      const entity = ['QUEUE_FILE', deps.ids.uuid()] as const;
      const said = { what: 'QUEUE_FILE_IMPORTED', entity, name: null, before: null, reason: null } as const;
      return sendResult(reply, await act(request, async () => acted(taken.value, { ...said, after: taken.value })));
    });
  });
}
