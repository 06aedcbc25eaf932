import { expect, test } from 'vitest';
import { ar } from '../texts/ar.ts';
import { en } from '../texts/en.ts';
import { fr } from '../texts/fr.ts';
import { CAUSES, downCause } from './down-cause.ts';
import { statusView } from './status-model.ts';

const SAID: [string | null, ReturnType<typeof downCause>][] = [
  ['Port 8443 on 0.0.0.0 is taken by another program: end it, or choose another MANCHENGO_PORT.', 'port'],
  ['This account may not listen on port 443: choose a MANCHENGO_PORT above 1023.', 'port'],
  ['Another hub is running on the data folder /data: end it first.', 'twice'],
  ['/data/hub.sqlite was written by a newer version of Manchengo Hub (9): update this one.', 'newer'],
  ['The server that answers at https://hq has another CA than MANCHENGO_CA names: check the fingerprint.', 'stranger'],
  ['The central server at https://hq does not answer (ECONNREFUSED): a hub’s first start needs it.', 'unreachable'],
  ['The central server refused the enrolment: the code is wrong.', 'code'],
  ['/data/key.json was sealed by Manchengo Hub’s window for another account or machine: start it there.', 'key'],
  ['The data folder /data cannot be made: EACCES', 'folder'],
  ['TypeError: x is not a function', null],
  [null, null],
];

test.each(SAID)('[DESK-4] what a hub said last is told by its cause: %s', (sentence, cause) => {
  expect(downCause(sentence)).toBe(cause);
});

test('[DESK-4] the status page speaks the person’s language alone: each cause has words, and the hub’s own are for the log', () => {
  for (const texts of [fr, ar, en]) expect(Object.keys(texts.cause).sort()).toEqual([...CAUSES].sort());
  for (const language of ['fr', 'ar', 'en'] as const) {
    for (const [sentence] of SAID) {
      const view = statusView({ kind: 'down', endsInARow: 1, restartInMs: 1_000, sentence }, null, language);
      if (sentence !== null) expect(JSON.stringify(view)).not.toContain(sentence.slice(0, 30));
    }
  }
  const view = statusView(
    { kind: 'down', endsInARow: 1, restartInMs: 1_000, sentence: SAID[0]?.[0] ?? null },
    null,
    'fr',
  );
  expect(view?.lines).toContain(fr.cause.port);
});
