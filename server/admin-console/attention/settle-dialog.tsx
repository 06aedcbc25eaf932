import { Modal, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceivedEvent } from '#shared/contract/hq/records.ts';
import { formatNumber } from '#shared/ui/format.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useProducts } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { EntryForm } from '../form/entry-form.tsx';
import type { Field, Values } from '../form/fields.ts';
import { WholeInput } from '../form/whole-input.tsx';
import { FIGURES } from '../list/column.ts';
import { useEntryLines } from './entry-said.tsx';
import { payloadOf } from './said.ts';
import { cashIn, goodsToBook, mostByProduct } from './settlement.ts';

interface SettleDialogProps {
  event: ReceivedEvent;
  opened: boolean;
  onClose: () => void;
  onSettled: () => void;
}

/** A conflict is closed as it is, or with the goods that left all the same and the cash that was taken. */
export function SettleDialog({ opened, onClose, ...settle }: SettleDialogProps) {
  const { t } = useTranslation('hq');
  return (
    <Modal opened={opened} onClose={onClose} title={t('attention.settle')} size="lg">
      <Settle onClose={onClose} {...settle} />
    </Modal>
  );
}

function Settle({ event, onClose, onSettled }: Omit<SettleDialogProps, 'opened'>) {
  const { t } = useTranslation('hq');
  const settle = useChange<'POST /conflicts/:id/settle'>();
  const isVisit = event.action === 'DELIVERY_VALIDATED';
  const lines = useEntryLines(event);
  const most = mostByProduct(isVisit ? lines : []);
  const cash = isVisit ? cashIn(payloadOf(event.received_text)) : 0;
  const [quantities, setQuantities] = useState<ReadonlyMap<number, Entered>>(new Map());
  const goods = goodsToBook(most, quantities);
  const cashField = (max: number): Field => ({
    ...{ name: 'cash', label: t('attention.cashTaken'), hint: t('attention.cashHint'), optional: true },
    kind: 'money',
    range: { min: 1, max },
  });
  const fields: Field[] = [
    { name: 'reason', label: t('form.reason'), kind: 'text' },
    ...(cash > 0 ? [cashField(cash)] : []),
  ];
  const send = ({ reason, cash: taken }: Values) => {
    if (goods === null) return;
    const body = {
      reason: String(reason).trim(),
      ...(goods.length > 0 && { goods }),
      ...(typeof taken === 'number' && { cash: taken }),
    };
    settle.mutate(hqRequest('POST /conflicts/:id/settle', { params: { id: event.id }, body }), {
      onSuccess: onSettled,
    });
  };
  return (
    <EntryForm
      fields={fields}
      initial={{ reason: '', cash: null }}
      onSend={send}
      sending={settle}
      submit={t('attention.settle')}
      onClose={onClose}
      below={() =>
        most.length > 0 && (
          <Goods
            most={most}
            quantities={quantities}
            onChange={(id, quantity) => setQuantities(new Map(quantities).set(id, quantity))}
          />
        )
      }
    >
      <Text size="sm">{t(isVisit ? 'attention.settleVisit' : 'attention.settleText')}</Text>
    </EntryForm>
  );
}

interface GoodsProps {
  most: ReturnType<typeof mostByProduct>;
  quantities: ReadonlyMap<number, Entered>;
  onChange: (productId: number, quantity: Entered) => void;
}

function Goods({ most, quantities, onChange }: GoodsProps) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  return (
    <Table aria-label={t('deliveries.lines')} fz="sm" horizontalSpacing={6} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('deliveries.product')}</Table.Th>
          <Table.Th {...FIGURES}>{t('attention.saidLeft')}</Table.Th>
          <Table.Th>{t('attention.left')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {most.map(({ product_id, quantity }) => {
          const name = products?.get(product_id)?.name ?? UNNAMED;
          return (
            <Table.Tr key={product_id}>
              <Table.Td>
                <bdi>{name}</bdi>
              </Table.Td>
              <Table.Td {...FIGURES}>{formatNumber(quantity)}</Table.Td>
              <Table.Td w={140}>
                <WholeInput
                  aria-label={t('attention.leftOf', { name })}
                  isOptional
                  range={{ min: 0, max: quantity }}
                  value={quantities.get(product_id) ?? null}
                  onChange={(entered) => onChange(product_id, entered)}
                />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
