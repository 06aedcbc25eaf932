import { Group, Stack, Text } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Transfer } from '#shared/contract/hq/stock.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots, useProducts, useUsers } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { type Field, textOrNull, type Values } from '../form/fields.ts';
import { ActButton } from '../list/act-button.tsx';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import type { Opened } from '../list/use-params.ts';
import { useUser } from '../session/session-context.tsx';
import { TransferState } from './transfer-state.tsx';

/** Goods on their way between two depots, and what of them arrived. */
export function TransferDrawer({ opened }: { opened: Opened }) {
  const reading = useOne('stock/transfers', opened.open);
  const transfer = reading.data;
  return (
    <>
      <DetailDrawer
        reading={reading}
        opened={opened.open !== ''}
        title={<bdi>{transfer?.lot_number}</bdi>}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {transfer && (
          <Stack>
            <Receive transfer={transfer} opened={opened} />
            <TransferFacts transfer={transfer} />
          </Stack>
        )}
      </DetailDrawer>
      {transfer && <ReceiveDialog transfer={transfer} opened={opened} />}
    </>
  );
}

/** Whoever works in the depot to which they go, or at HQ. */
function Receive({ transfer, opened }: { transfer: Transfer; opened: Opened }) {
  const { t } = useTranslation('hq');
  const { depot_id, role } = useUser();
  if (transfer.state === 'RECEIVED' || (role === 'clerk' && depot_id !== transfer.to_depot_id)) return null;
  return (
    <Group>
      <ActButton
        act="POST /stock/transfers/:id/receive"
        isNext
        icon={IconPackageImport}
        onClick={() => opened.show({ act: 'receive' })}
      >
        {t('transfers.receive')}
      </ActButton>
    </Group>
  );
}

function TransferFacts({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const users = useUsers();
  const depots = useDepots();
  const product = useProducts()?.get(transfer.product_id);
  const named = (name: string | undefined) => <bdi>{name ?? UNNAMED}</bdi>;
  const { received_by, received_quantity } = transfer;
  return (
    <Facts
      facts={[
        { name: t('stock.product'), value: named(product?.name) },
        { name: t('stock.expires'), value: <bdi>{formatDate(transfer.expires_at, language)}</bdi> },
        { name: t('lots.stateHead'), value: <TransferState transfer={transfer} /> },
        { name: t('transfers.from'), value: named(depots?.get(transfer.depot_id)?.name) },
        { name: t('lots.toDepot'), value: named(depots?.get(transfer.to_depot_id)?.name) },
        { name: t('transfers.sent'), value: <bdi>{formatNumber(transfer.quantity)}</bdi> },
        { name: t('transfers.sentAt'), value: <Moment at={transfer.sent_at} /> },
        { name: t('transfers.sentBy'), value: named(users?.get(transfer.sent_by)?.name) },
        { name: t('form.reason'), value: <bdi>{transfer.reason}</bdi> },
        {
          name: t('transfers.received'),
          value: received_quantity !== null && <bdi>{formatNumber(received_quantity)}</bdi>,
        },
        { name: t('transfers.receivedAt'), value: transfer.received_at && <Moment at={transfer.received_at} /> },
        { name: t('transfers.receivedBy'), value: received_by !== null && named(users?.get(received_by)?.name) },
        { name: t('transfers.whyDiffers'), value: transfer.received_reason && <bdi>{transfer.received_reason}</bdi> },
      ]}
    />
  );
}

function ReceiveDialog({ transfer, opened }: { transfer: Transfer; opened: Opened }) {
  const { t } = useTranslation('hq');
  const fields = ({ quantity }: Values): Field[] => [
    {
      name: 'quantity',
      label: t('transfers.arrived'),
      hint: t('transfers.arrivedHint', { sent: formatNumber(transfer.quantity) }),
      kind: 'whole',
      range: { min: 0, max: LIMITS.quantity },
    },
    ...(typeof quantity === 'number' && quantity !== transfer.quantity
      ? ([{ name: 'reason', label: t('transfers.whyDiffers'), kind: 'text' }] as const)
      : []),
  ];
  return (
    <ActDialog
      opened={opened.act === 'receive'}
      title={t('transfers.receiveTitle', { lot: transfer.lot_number })}
      onClose={opened.close}
      fields={fields}
      initial={{ quantity: null, reason: '' }}
      toChange={({ quantity, reason }) => {
        const why = quantity === transfer.quantity ? null : textOrNull(reason);
        return hqRequest('POST /stock/transfers/:id/receive', {
          params: { id: transfer.id },
          body: { quantity, ...(why !== null && { reason: why }) },
        });
      }}
      submit={t('transfers.receive')}
    >
      <Text size="sm">{t('transfers.receiveText')}</Text>
    </ActDialog>
  );
}
