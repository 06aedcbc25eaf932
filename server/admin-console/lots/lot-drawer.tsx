import { Button, Group, Stack } from '@mantine/core';
import { IconArrowsRightLeft, IconHandStop, IconListCheck, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Lot } from '#shared/contract/entities.ts';
import { isShortfallName } from '#shared/domain/stock.ts';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { UNNAMED, useDepots, useProducts } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { ActButton } from '../list/act-button.tsx';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import type { Opened } from '../list/use-params.ts';
import { Ledger } from './ledger.tsx';
import { LotExpiry, LotName, LotState } from './lot-marks.tsx';
import { LotStateDialog } from './lot-state-dialog.tsx';
import { StockActDialog } from './stock-act-dialog.tsx';

const ACTS = ['count', 'waste', 'transfer'] as const;

/** One lot: what there is of it, whether it may go out, what is done about it, and all that moved it. */
export function LotDrawer({ opened }: { opened: Opened }) {
  const reading = useOne('lots', opened.open);
  const lot = reading.data;
  return (
    <>
      <DetailDrawer
        reading={reading}
        opened={opened.open !== ''}
        title={lot && <LotName lot={lot} />}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {lot && (
          <Stack>
            <LotActs lot={lot} opened={opened} />
            <LotFacts lot={lot} />
            <Ledger of={{ lot_id: lot.id }} />
          </Stack>
        )}
      </DetailDrawer>
      {lot && <LotDialogs lot={lot} opened={opened} />}
    </>
  );
}

function LotActs({ lot, opened }: { lot: Lot; opened: Opened }) {
  const { t } = useTranslation('hq');
  const isLot = !isShortfallName(lot.lot_number);
  const hasGoods = lot.remaining_quantity > 0;
  return (
    <Group gap="xs">
      <ActButton act="POST /stock/counts" icon={IconListCheck} onClick={() => opened.show({ act: 'count' })}>
        {t('lots.act.count')}
      </ActButton>
      {hasGoods && (
        <>
          <ActButton act="POST /stock/waste" icon={IconTrash} onClick={() => opened.show({ act: 'waste' })}>
            {t('lots.act.waste')}
          </ActButton>
          <ActButton
            act="POST /stock/transfers"
            icon={IconArrowsRightLeft}
            onClick={() => opened.show({ act: 'transfer' })}
          >
            {t('lots.act.transfer')}
          </ActButton>
        </>
      )}
      {isLot && (
        <>
          <ActButton act="POST /lots/:id/state" icon={IconHandStop} onClick={() => opened.show({ act: 'state' })}>
            {t('lots.changeState')}
          </ActButton>
          <Button component={Link} to={`/lots/${lot.id}/recall`} leftSection={<IconUsersGroup size={20} aria-hidden />}>
            {t('recall.open')}
          </Button>
        </>
      )}
    </Group>
  );
}

function LotFacts({ lot }: { lot: Lot }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const product = useProducts()?.get(lot.product_id);
  const depot = useDepots()?.get(lot.depot_id);
  return (
    <Facts
      facts={[
        { name: t('stock.product'), value: <bdi>{product?.name ?? UNNAMED}</bdi> },
        { name: t('list.depot'), value: <bdi>{depot?.name ?? UNNAMED}</bdi> },
        { name: t('lots.stateHead'), value: <LotState state={lot.state} /> },
        { name: t('stock.produced'), value: <bdi>{formatDate(lot.produced_at, language)}</bdi> },
        { name: t('stock.expires'), value: <LotExpiry lot={lot} /> },
        { name: t('stock.received'), value: <bdi>{formatNumber(lot.received_quantity)}</bdi> },
        { name: t('stock.remaining'), value: <bdi>{formatNumber(lot.remaining_quantity)}</bdi> },
      ]}
    />
  );
}

function LotDialogs({ lot, opened }: { lot: Lot; opened: Opened }) {
  const of = {
    depotId: lot.depot_id,
    productId: lot.product_id,
    lotNumber: lot.lot_number,
    remaining: lot.remaining_quantity,
  };
  return (
    <>
      {ACTS.map((act) => (
        <StockActDialog key={act} act={act} opened={opened.act === act} of={of} onClose={opened.close} />
      ))}
      <LotStateDialog lot={lot} opened={opened.act === 'state'} onClose={opened.close} />
    </>
  );
}
