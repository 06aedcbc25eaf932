import { useMutation } from '@tanstack/react-query';
import type { HqItem, HqList } from '#shared/contract/hq/lists.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf } from '#shared/ui/format.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import { listPath } from '../api/page.ts';
import { pageReader } from '../api/readers.ts';
import { useSession } from '../session/session-context.tsx';
import { type FileColumn, fileName, headPart, rowsPart } from './list-file.ts';

export interface Export<L extends HqList> {
  list: L;
  filters: Record<string, string>;
  /** What the file is called. */
  name: string;
  columns: readonly FileColumn<HqItem<L>>[];
}

/** Reads a list to its end under its filters, and gives it as a file. One page at a time is in memory as rows. */
export function useExport<L extends HqList>({ list, filters, name, columns }: Export<L>) {
  const session = useSession();
  return useMutation({
    mutationFn: async () => {
      const parts = [headPart(columns)];
      let cursor: string | null = null;
      do {
        const path: string = listPath(list, filters, LIMITS.adminPage, cursor);
        const page = valueOrThrow(await session.call(pageReader(list), 'GET', path));
        parts.push(rowsPart(columns, page.items));
        cursor = page.next_cursor;
      } while (cursor !== null);
      saveFile(fileName(name, dayOf(systemClock.now()), 'csv'), parts, 'text/csv');
    },
  });
}
