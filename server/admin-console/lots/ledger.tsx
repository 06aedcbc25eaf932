import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StockMoveRecord } from '#shared/contract/hq/stock.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED } from '../api/directory.ts';
import { rowsOf } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { ListMore } from '../list/list-more.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import { causeText } from './cause-text.ts';
import { LotName } from './lot-marks.tsx';
import { type MovesOf, useMoves } from './use-moves.ts';

/** Every movement of a product's or a lot's goods: what moved them, who, and how much there was behind it. */
export function Ledger({ of }: { of: MovesOf }) {
  const { t } = useTranslation('hq');
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('lots.ledger')}
      </Title>
      <Moves of={of} />
    </section>
  );
}

function Moves({ of }: { of: MovesOf }) {
  const { t } = useTranslation('hq');
  const list = useMoves(of);
  const moves = rowsOf(list);
  const columns: Column<StockMoveRecord>[] = [
    { head: t('lots.at'), cell: (move) => <When move={move} /> },
    { head: t('lots.why'), cell: (move) => <Why move={move} /> },
    ...('lot_id' in of ? [] : [{ head: t('stock.lot'), cell: (move: StockMoveRecord) => <LotName lot={move} /> }]),
    { head: t('lots.moved'), cell: ({ quantity }) => signed(quantity), figures: true },
    { head: t('lots.balance'), cell: ({ balance }) => formatNumber(balance), figures: true },
  ];
  if (list.isPending) return <LoadingShape rows={3} height={32} />;
  if (list.error) return <ErrorNote code={failureIn(list.error).code} onRetry={() => void list.refetch()} />;
  if (moves.length === 0) return <Text c="dimmed">{t('lots.noMoves')}</Text>;
  return (
    <>
      <PlainTable
        columns={columns}
        rows={moves}
        label={t('lots.ledger')}
        keyOf={({ id, lot_id }) => `${id} ${lot_id}`}
      />
      <ListMore list={list} />
    </>
  );
}

function When({ move: { at, user_name } }: { move: StockMoveRecord }) {
  return (
    <>
      <Moment at={at} />
      {user_name !== null && (
        <Text size="sm" c="dimmed">
          <bdi>{user_name}</bdi>
        </Text>
      )}
    </>
  );
}

function Why({ move: { cause, reference, reason } }: { move: StockMoveRecord }) {
  const { t } = useTranslation('hq');
  const more = reference ?? reason;
  return (
    <>
      {t(`lots.cause.${causeText(cause)}`)}
      {more !== null && (
        <Text size="sm" c="dimmed">
          <bdi>{more || UNNAMED}</bdi>
        </Text>
      )}
    </>
  );
}

const signed = (quantity: number): string =>
  quantity > 0 ? `\u200E+${formatNumber(quantity)}` : formatNumber(quantity);
