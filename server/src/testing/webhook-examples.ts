import type { Example } from './example.ts';
import type { openTestHq } from './open-test-hq.ts';

type Hq = Awaited<ReturnType<typeof openTestHq>>;

const WEBHOOK = { name: 'ERP', url: 'https://erp.example/hook', kinds: ['clients'] };

/** Those of the routes about webhooks; see `hqExamples`. */
export function webhookExamples({ post }: Hq): Record<string, () => Promise<Example>> {
  const acts = { change: { ...WEBHOOK, name: 'Sage' }, rotate: {}, resume: {}, stop: { reason: 'remplacé' } };
  return {
    'POST /api/admin/webhooks': async () => ({ path: 'webhooks', body: WEBHOOK }),
    ...Object.fromEntries(
      Object.entries(acts).map(([act, body]) => [
        `POST /api/admin/webhooks/:id/${act}`,
        async () => {
          const { webhook } = (await post('webhooks', WEBHOOK)).body;
          return { path: `webhooks/${webhook.id}/${act}`, body };
        },
      ]),
    ),
  };
}
