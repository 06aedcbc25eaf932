import { expect, it } from 'vitest';
import type { JournalEntry } from '#shared/contract/desktop/journal.ts';
import { JOURNAL_FILE_ROWS, journalFile } from './journal-file.ts';

const entry = (more: Partial<JournalEntry> = {}): JournalEntry => ({
  event_id: 'e',
  at: '2026-11-22T09:42:00.000Z',
  action: 'DELIVERY_VALIDATED',
  user_name: 'Karim',
  reference: 'BL-ALG-2026-000001',
  client_name: '=HYPERLINK("x")',
  custody: 'AT_HQ',
  error_code: null,
  ...more,
});
const texts = {
  heads: ['Quand', 'Quoi', 'Qui', 'Bon', 'Client', 'Où'],
  when: () => 'jour',
  what: () => 'fait',
  where: () => 'siège',
};

it('[DEPOT-15] the journal is a file for spreadsheets, page by page, and no text of it is reckoned', async () => {
  const asked: (number | null)[] = [];
  const pages = [
    { items: [entry()], next: 7 },
    { items: [entry({ user_name: null, client_name: 'Café; Nour' })], next: null },
  ];
  const { parts, isCut } = await journalFile(async (before) => {
    asked.push(before);
    return pages[asked.length - 1] ?? { items: [], next: null };
  }, texts);
  expect(asked).toEqual([null, 7]);
  expect(isCut).toBe(false);
  expect(parts.join('').split('\r\n')).toEqual([
    '\uFEFFQuand;Quoi;Qui;Bon;Client;Où',
    `jour;fait;Karim;BL-ALG-2026-000001;"'=HYPERLINK(""x"")";siège`,
    'jour;fait;;BL-ALG-2026-000001;"Café; Nour";siège',
    '',
  ]);
});

it('[DEPOT-15] a file ends at its most rows, and says so', async () => {
  const many = Array.from({ length: JOURNAL_FILE_ROWS }, () => entry());
  expect((await journalFile(async () => ({ items: many, next: 3 }), texts)).isCut).toBe(true);
  expect((await journalFile(async () => ({ items: many, next: null }), texts)).isCut).toBe(false);
});
