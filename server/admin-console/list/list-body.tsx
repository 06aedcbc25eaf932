import { Button } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { IconFilterOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { type List, rowsOf } from '../api/use-list.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { ListMore } from './list-more.tsx';
import { useParams } from './use-params.ts';

export interface ListBodyProps<Row> extends Omit<DataTableProps<Row>, 'rows' | 'sort' | 'onSort'> {
  list: List<Row>;
  /** What stands there when the list is empty without any filter. */
  empty: { icon: Icon; title: string; text: string };
  /** Given where a filter is on. */
  clearFilters: (() => void) | null;
}

/** A list in each of its states: coming, failed, empty, filtered to nothing, and there. */
export function ListBody<Row>({ list, empty, clearFilters, ...table }: ListBodyProps<Row>) {
  const { t } = useTranslation('hq');
  const { data } = list;
  const [{ sort }, change] = useParams(['sort']);
  const rows = useMemo(() => rowsOf({ data }), [data]);
  if (list.isPending) return <LoadingShape rows={12} height={36} />;
  return (
    <>
      {list.error && <ErrorNote code={failureIn(list.error).code} onRetry={() => void list.refetch()} />}
      {rows.length > 0 && <DataTable rows={rows} sort={sort} onSort={(next) => change({ sort: next })} {...table} />}
      {rows.length === 0 && list.isSuccess && clearFilters && (
        <EmptyState
          icon={IconFilterOff}
          title={t('list.noMatch')}
          action={<Button onClick={clearFilters}>{t('list.clear')}</Button>}
        >
          {t('list.noMatchMore')}
        </EmptyState>
      )}
      {rows.length === 0 && list.isSuccess && !clearFilters && (
        <EmptyState icon={empty.icon} title={empty.title}>
          {empty.text}
        </EmptyState>
      )}
      <ListMore list={list} />
    </>
  );
}
