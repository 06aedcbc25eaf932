import type { DesktopJournal, JournalEntry } from '#shared/contract/desktop/journal.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { CSV_BEGIN, csvLine } from '#shared/domain/csv.ts';

/** More than a spreadsheet bears to be scrolled; HQ has them all. */
export const JOURNAL_FILE_ROWS = 20_000;

/** What a cell of the file says, in its reader's language. */
export interface JournalTexts {
  heads: string[];
  when: (at: string) => string;
  what: (entry: JournalEntry) => string;
  where: (entry: JournalEntry) => string;
}

/** The journal as a file for spreadsheets, the newest first; read page by page. `isCut`: there is more. */
export async function journalFile(
  read: (before: number | null, limit: number) => Promise<DesktopJournal>,
  texts: JournalTexts,
): Promise<{ parts: string[]; isCut: boolean }> {
  const parts = [CSV_BEGIN, csvLine(texts.heads)];
  let before: number | null = null;
  let rows = 0;
  do {
    const page: DesktopJournal = await read(before, LIMITS.journalPage);
    parts.push(page.items.map((entry) => csvLine(cellsOf(entry, texts))).join(''));
    rows += page.items.length;
    before = page.next;
  } while (before !== null && rows < JOURNAL_FILE_ROWS);
  return { parts, isCut: before !== null };
}

const cellsOf = (entry: JournalEntry, { when, what, where }: JournalTexts) => [
  when(entry.at),
  what(entry),
  entry.user_name,
  entry.reference,
  entry.client_name,
  where(entry),
];
