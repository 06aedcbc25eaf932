import { useMutation } from '@tanstack/react-query';
import type { HqItem, HqList, Page } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf } from '#shared/ui/format.ts';
import { askPage } from '../api/page.ts';
import { useSession } from '../session/session-context.tsx';
import type { FileColumn, FileForm } from './list-file.ts';
import { saveRows } from './workbook.ts';

export interface Export<L extends HqList> {
  list: L;
  filters: Record<string, string>;
  /** What the file is called. */
  name: string;
  columns: readonly FileColumn<HqItem<L>>[];
}

/** Reads a list to its end under its filters, and gives it as a file. */
export function useExport<L extends HqList>({ list, filters, name, columns }: Export<L>) {
  const session = useSession();
  return useMutation({
    mutationFn: async (form: FileForm) => {
      const rows: HqItem<L>[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<HqItem<L>> = await askPage(session, list, filters, LIMITS.adminPage, cursor);
        rows.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor !== null);
      await saveRows({ name, day: dayOf(systemClock.now()), form }, columns, rows);
    },
  });
}
