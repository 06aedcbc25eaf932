import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { connectPhone } from './phone-client.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** The page's end of a wire, as a worker looks from there, and what hears what the page asks. */
function wire() {
  const { port1, port2 } = new MessageChannel();
  const worker = port1 as unknown as Worker;
  const asked: ToWorker[] = [];
  port2.on('message', (message: ToWorker) => asked.push(message));
  const say = (message: FromWorker) => port2.postMessage(message);
  return { worker, asked, say, close: () => (port1 as MessagePort).close() };
}

test('[OPEN-3] what takes the page away waits until all that was typed before is answered, whatever is asked later', async () => {
  const { worker, asked, say, close } = wire();
  const phone = connectPhone({ worker, said: [], hasFailed: false });
  phone.listen();
  const order: string[] = [];
  void phone.api.saveForm({ name: 'skip', event_id: 'e', content: 'typed' }).then(() => order.push('saved'));
  const refused = phone.api
    .saveForm({ name: 'skip', event_id: 'e', content: 'no room' })
    .catch(() => order.push('full'));
  const answered = phone.answered().then(() => order.push('update'));
  void phone.api.counts();
  await expect.poll(() => asked.map(({ method }) => method)).toEqual(['saveForm', 'saveForm', 'counts']);
  expect(order).toEqual([]);
  say({ kind: 'answer', id: 1, value: undefined });
  await expect.poll(() => order).toEqual(['saved']);
  say({ kind: 'failure', id: 2, code: 'STORAGE_FULL', detail: 'full' });
  await Promise.all([refused, answered]);
  expect(order).toEqual(['saved', 'full', 'update']);
  close();
});

test('[OPEN-8] what the worker said before the page could listen is heard, in order', async () => {
  const { worker, say, close } = wire();
  const early = [{ kind: 'boot', boot: { kind: 'opening' } } as const, { kind: 'changed' } as const];
  const said = early.map((data) => new MessageEvent<FromWorker>('message', { data }));
  const phone = connectPhone({ worker, said, hasFailed: false });
  const heard: string[] = [];
  phone.subscribe(() => heard.push(phone.state().boot.kind));
  phone.onData(() => heard.push('changed'));
  phone.listen();
  say({ kind: 'boot', boot: { kind: 'broken', code: 'UNREADABLE' } });
  await phone.opened();
  expect(heard).toEqual(['opening', 'changed', 'broken']);
  close();
});

test('[OPEN-8] a worker that failed before the page could listen is told as one that fails later', async () => {
  const { worker, close } = wire();
  const phone = connectPhone({ worker, said: [], hasFailed: true });
  phone.listen();
  await phone.opened();
  expect(phone.state().boot).toEqual({ kind: 'broken', code: 'NO_STORAGE' });
  close();
});
