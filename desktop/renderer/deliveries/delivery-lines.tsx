import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DesktopDeliveryDetail } from '#shared/contract/desktop/delivery.ts';
import { DeliveryAmount } from '#shared/ui/delivery-amount.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { productName } from '#shared/ui/product-name.ts';

/** What was ordered, and what was handed over of it. */
export function DeliveryLines({ detail: { delivery, products } }: { detail: DesktopDeliveryDetail }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const names = new Map(products.map((product) => [product.id, productName(product, language)]));
  const nameOf = (id: number) => names.get(id) ?? '—';
  return (
    <Table verticalSpacing="xs" fz="md" className="tabular">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('delivery.product')}</Table.Th>
          <Table.Th ta="right">{t('delivery.ordered')}</Table.Th>
          <Table.Th ta="right">{t('delivery.delivered')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {delivery.lines.map((line) => {
          const isShort = line.delivered !== undefined && line.delivered < line.quantity;
          return (
            <Table.Tr key={`${line.product_id} ${line.unit_price_ht}`}>
              <Table.Td>
                <bdi>{nameOf(line.product_id)}</bdi>
              </Table.Td>
              <Table.Td ta="right">{formatNumber(line.quantity)}</Table.Td>
              <Table.Td ta="right" fw={isShort ? 600 : 400}>
                {line.delivered === undefined ? '—' : formatNumber(line.delivered)}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th colSpan={2}>{t('deliveries.amount')}</Table.Th>
          <Table.Td ta="right" fw={600}>
            <DeliveryAmount delivery={delivery} />
          </Table.Td>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}
