import { Button } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { IconFilterOff, IconHistory } from '@tabler/icons-react';
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

/** A list in each of its states: coming, failed, empty, filtered to nothing, nothing found so far, and there. */
export function ListBody<Row>({ list, empty, clearFilters, ...table }: ListBodyProps<Row>) {
  const { t } = useTranslation('hq');
  const { data } = list;
  const [{ sort }, change] = useParams(['sort']);
  const rows = useMemo(() => rowsOf({ data }), [data]);
  const isEmpty = rows.length === 0 && list.isSuccess && !list.hasNextPage;
  if (list.isPending) return <LoadingShape rows={12} height={36} />;
  return (
    <>
      {list.error && <ErrorNote code={failureIn(list.error).code} onRetry={() => void list.refetch()} />}
      {rows.length > 0 && <DataTable rows={rows} sort={sort} onSort={(next) => change({ sort: next })} {...table} />}
      {rows.length === 0 && <NoneYet list={list} />}
      {isEmpty && clearFilters && (
        <EmptyState
          icon={IconFilterOff}
          title={t('list.noMatch')}
          action={<Button onClick={clearFilters}>{t('list.clear')}</Button>}
        >
          {t('list.noMatchMore')}
        </EmptyState>
      )}
      {isEmpty && !clearFilters && (
        <EmptyState icon={empty.icon} title={empty.title}>
          {empty.text}
        </EmptyState>
      )}
      {rows.length > 0 && <ListMore list={list} />}
    </>
  );
}

/** The latest rows hold nothing of what is looked for; a request looks at so many, and the person says how far back. */
function NoneYet<Row>({ list }: { list: List<Row> }) {
  const { t } = useTranslation('hq');
  if (!list.hasNextPage) return null;
  return (
    <EmptyState
      icon={IconHistory}
      title={t('list.noneYet')}
      action={
        <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('list.further')}
        </Button>
      }
    >
      {t('list.noneYetMore')}
    </EmptyState>
  );
}
