import { Group, Stack, Title } from '@mantine/core';
import { IconCoins, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListPrice } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { UNNAMED, useClients } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { CLIENT_KINDS } from '../clients/client-fields.ts';
import { EditDialog } from '../form/edit-dialog.tsx';
import type { Field } from '../form/fields.ts';
import { entityOf } from '../form/use-edit.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import type { Opened } from '../list/use-params.ts';
import { priceBody, priceValues } from './list-prices.ts';
import { productBody, productValues, useKnownProductFields } from './product-fields.ts';

/** One product: what it costs whom and from when, and what may be changed of it. */
export function ProductDrawer({ opened }: { opened: Opened }) {
  const { t } = useTranslation('hq');
  const reading = useOne('products', opened.open);
  const data = reading.data;
  const edited = (act: string) => (opened.act === act ? entityOf('products', opened.open) : null);
  return (
    <>
      <DetailDrawer
        reading={reading}
        opened={opened.open !== ''}
        title={<bdi>{data?.name}</bdi>}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {data && (
          <Stack>
            <Group>
              <ActButton icon={IconPencil} onClick={() => opened.show({ act: 'edit' })}>
                {t('form.edit')}
              </ActButton>
              <ActButton icon={IconCoins} onClick={() => opened.show({ act: 'price' })}>
                {t('products.addPrice')}
              </ActButton>
            </Group>
            <Facts
              facts={[
                { name: t('products.priceColumn'), value: <Amount value={data.price_ht} /> },
                { name: t('products.name_ar'), value: data.name_ar && <bdi>{data.name_ar}</bdi> },
                { name: t('products.barcode'), value: data.barcode && <bdi className="ltr">{data.barcode}</bdi> },
                { name: t('products.category'), value: data.category && <bdi>{data.category}</bdi> },
              ]}
            />
            <Title order={2} size="h5">
              {t('products.lists')}
            </Title>
            <Lists prices={data.price_lists ?? []} />
          </Stack>
        )}
      </DetailDrawer>
      <EditDialog
        of={edited('edit')}
        title={t('products.edit')}
        fields={useKnownProductFields()}
        toValues={productValues}
        toBody={productBody}
        onClose={opened.close}
      />
      <EditDialog
        of={edited('price')}
        title={t('products.addPrice')}
        fields={usePriceFields()}
        toValues={priceValues}
        toBody={priceBody}
        onClose={opened.close}
      />
    </>
  );
}

function Lists({ prices }: { prices: ListPrice[] }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const clients = useClients();
  if (prices.length === 0) return t('products.noList');
  const columns: Column<ListPrice>[] = [
    {
      head: t('clients.kind'),
      cell: ({ client_kind, client_id }) =>
        client_kind ? t(`clients.kinds.${client_kind}`) : <bdi>{clients?.get(client_id ?? '')?.name ?? UNNAMED}</bdi>,
    },
    { head: t('stamp.since'), cell: ({ since }) => <bdi>{formatDate(since, language)}</bdi> },
    { head: t('products.until'), cell: ({ until }) => until && <bdi>{formatDate(until, language)}</bdi> },
    { head: t('products.priceColumn'), cell: ({ price_ht }) => <Amount value={price_ht} bare />, figures: true },
  ];
  const rows = [...prices].sort((a, b) => (a.since < b.since ? 1 : -1));
  return (
    <PlainTable
      columns={columns}
      rows={rows}
      label={t('products.lists')}
      keyOf={({ client_kind, client_id, since }) => `${client_kind ?? client_id} ${since}`}
    />
  );
}

function usePriceFields(): Field[] {
  const { t } = useTranslation('hq');
  return [
    {
      ...{ name: 'client_kind', label: t('clients.kind'), kind: 'choice' },
      options: CLIENT_KINDS.map((value) => ({ value, label: t(`clients.kinds.${value}`) })),
    },
    { name: 'price_ht', label: t('products.price'), kind: 'money', range: { min: 0, max: LIMITS.unitPrice } },
    { name: 'since', label: t('stamp.since'), kind: 'day' },
    { name: 'until', label: t('products.until'), kind: 'day', optional: true },
  ];
}
