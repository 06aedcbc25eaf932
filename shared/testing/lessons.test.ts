import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from './repository-files.ts';

/** What broke other people's offline-first systems, each in a line of our own. Every one is proven by a test that bears its number. */
const LESSONS: Record<number, string> = {
  1: 'what is wrong with one event stops that event; only a broken line stops the queue',
  2: 'each event of a batch gets its own verdict',
  3: 'an id and its effect are written together, so that a race has one winner and one answer',
  4: 'positions follow commits: a slow transaction is never stepped over',
  5: 'what a browser throws away is seen: strict writes, a count of what is unsent, numbers without a gap',
  6: 'a full disk is told before the work is lost, and takes nothing with it',
  7: 'an expired token costs nothing but a sign-in',
  8: 'a wipe is asked, told and confirmed, and the unsent is rescued first',
  9: 'no order comes from a phone’s clock; its error is measured and shown',
  10: 'a phone finds its depot without typing and without discovery',
  11: 'while something is unsent and a node answers, an attempt is never far away',
  12: 'what was recorded is never edited; a correction is another event',
  13: 'a photo goes on where it was cut',
  14: 'a first load comes in pages and holds nobody up',
  15: 'what an old app said is understood for ever, and an app never runs over data newer than itself',
  16: 'a number on an invoice is the server’s alone',
  17: 'stock on a phone has an age, warns, and never blocks a sale',
};

/** A name begins with its numbers. */
const NUMBERS = /['"`]((?:\[[A-Z]+-\d+\] ?)+)/g;

test('each lesson has a test that bears its number', () => {
  const proven = new Set(
    repositoryFiles(/\.test\.tsx?$|-suite\.ts$/)
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(NUMBERS)])
      .flatMap(([, numbers = '']) => [...numbers.matchAll(/LESSON-(\d+)/g)].map(([, number]) => Number(number))),
  );
  const missing = Object.entries(LESSONS).filter(([number]) => !proven.has(Number(number)));
  expect(missing).toEqual([]);
  expect(
    [...proven].filter((number) => LESSONS[number] === undefined),
    'lessons that nobody taught',
  ).toEqual([]);
});
