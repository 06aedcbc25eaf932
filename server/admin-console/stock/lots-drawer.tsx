import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Lot } from '#shared/contract/entities.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { UNNAMED, useDepots, useProducts } from '../api/directory.ts';
import { rowsOf, useList } from '../api/use-list.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { ListMore } from '../list/list-more.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import type { Opened } from '../list/use-params.ts';
import { Ledger } from '../lots/ledger.tsx';
import { LotExpiry, LotName, LotState } from '../lots/lot-marks.tsx';

export interface LotsDrawerProps {
  depotId: string;
  /** The product, by its id. */
  opened: Opened;
}

/** The lots behind a product's stock, in the order in which deliveries take from them. */
export function LotsDrawer({ depotId, opened }: LotsDrawerProps) {
  const productId = opened.open;
  const { t } = useTranslation('hq');
  const product = useProducts()?.get(Number(productId));
  const depot = useDepots()?.get(Number(depotId));
  return (
    <DetailDrawer
      opened={productId !== ''}
      title={<bdi>{product?.name}</bdi>}
      onClose={opened.close}
      isCovered={opened.act !== ''}
    >
      <Stack>
        <Group>
          <ActButton
            act="POST /stock/receipts"
            icon={IconPackageImport}
            onClick={() => opened.show({ act: 'receive' })}
          >
            {t('lots.act.receive')}
          </ActButton>
        </Group>
        <Facts
          facts={[
            { name: t('stock.code'), value: <bdi>{product?.code ?? UNNAMED}</bdi> },
            { name: t('list.depot'), value: <bdi>{depot?.name ?? UNNAMED}</bdi> },
            { name: t('stock.unit'), value: <bdi>{product?.unit ?? UNNAMED}</bdi> },
          ]}
        />
        <Title order={2} size="h5">
          {t('stock.lots')}
        </Title>
        {productId !== '' && (
          <>
            <Lots depotId={depotId} productId={productId} />
            <Ledger of={{ depot_id: depotId, product_id: productId }} />
          </>
        )}
      </Stack>
    </DetailDrawer>
  );
}

function Lots({ depotId, productId }: { depotId: string; productId: string }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const list = useList('lots', { depot_id: depotId, product_id: productId });
  const columns: Column<Lot>[] = [
    { head: t('stock.lot'), cell: (lot) => <LotLink lot={lot} /> },
    { head: t('stock.produced'), cell: ({ produced_at }) => formatDate(produced_at, language) },
    { head: t('stock.expires'), cell: (lot) => <LotExpiry lot={lot} /> },
    { head: t('stock.remaining'), cell: (lot) => formatNumber(lot.remaining_quantity), figures: true },
  ];
  const lots = rowsOf(list);
  if (list.isPending) return <LoadingShape rows={3} height={32} />;
  if (list.error) return <ErrorNote code={failureIn(list.error).code} onRetry={() => void list.refetch()} />;
  if (lots.length === 0) return <Text c="dimmed">{t('stock.noLots')}</Text>;
  return (
    <>
      <PlainTable columns={columns} rows={lots} label={t('stock.lots')} keyOf={({ id }) => id} />
      <ListMore list={list} />
    </>
  );
}

/** The lot, one click from what can be done about it; one that is held back says so. */
function LotLink({ lot }: { lot: Lot }) {
  return (
    <>
      <Anchor component={Link} to={`/lots?open=${lot.id}`} size="sm" underline="always">
        <LotName lot={lot} />
      </Anchor>{' '}
      {lot.state !== undefined && lot.state !== 'OK' && <LotState state={lot.state} />}
    </>
  );
}
