import { Modal, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invoice } from '#shared/contract/entities.ts';
import { formatNumber } from '#shared/ui/format.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useProducts, useWholeList } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { EntryForm } from '../form/entry-form.tsx';
import type { Field, Values } from '../form/fields.ts';
import { WholeInput } from '../form/whole-input.tsx';
import { FIGURES } from '../list/column.ts';
import { creditLines, leftToCredit } from './credit-lines.ts';

interface CreditNoteDialogProps {
  opened: boolean;
  invoice: Invoice;
  onClose: () => void;
}

/** Goods of an invoice are taken back, never more than is left of it. */
export function CreditNoteDialog({ opened, invoice, onClose }: CreditNoteDialogProps) {
  const { t } = useTranslation('hq');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('invoices.creditTitle', { reference: invoice.reference })}
      size="lg"
    >
      <Credit invoice={invoice} onClose={onClose} />
    </Modal>
  );
}

function Credit({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const earlier = useWholeList('credit-notes', { invoice_id: invoice.id });
  const [quantities, setQuantities] = useState<ReadonlyMap<number, Entered>>(new Map());
  const [tried, setTried] = useState(false);
  const credit = useChange<'POST /invoices/:id/credit-notes'>();
  const left = leftToCredit(invoice.lines, earlier.data ?? []);
  const lines = creditLines(left, quantities);
  const fields: Field[] = [
    { name: 'reason', label: t('form.reason'), kind: 'text' },
    { name: 'goods_back', label: t('invoices.goodsBack'), hint: t('invoices.goodsBackHint'), kind: 'flag' },
  ];
  const send = ({ reason, goods_back }: Values) => {
    setTried(true);
    if (lines === null || lines.length === 0) return;
    const body = { reason: String(reason).trim(), goods_back: goods_back === true, lines };
    credit.mutate(hqRequest('POST /invoices/:id/credit-notes', { params: { id: invoice.id }, body }), {
      onSuccess: onClose,
    });
  };
  return (
    <EntryForm
      fields={fields}
      initial={{ reason: '', goods_back: false }}
      onSend={send}
      sending={credit}
      submit={t('invoices.credit')}
      onClose={onClose}
      below={() => (
        <>
          <CreditLines
            left={left}
            quantities={quantities}
            onChange={(id, quantity) => setQuantities(new Map(quantities).set(id, quantity))}
          />
          {tried && (lines === null || lines.length === 0) && (
            <Text size="sm" c="red" role="alert">
              {t('invoices.creditNothing')}
            </Text>
          )}
        </>
      )}
    >
      <Text size="sm">{t('invoices.creditText')}</Text>
    </EntryForm>
  );
}

interface CreditLinesProps {
  left: ReturnType<typeof leftToCredit>;
  quantities: ReadonlyMap<number, Entered>;
  onChange: (productId: number, quantity: Entered) => void;
}

function CreditLines({ left, quantities, onChange }: CreditLinesProps) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  return (
    <Table aria-label={t('deliveries.lines')} fz="sm" horizontalSpacing={6} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('deliveries.product')}</Table.Th>
          <Table.Th {...FIGURES}>{t('invoices.invoiced')}</Table.Th>
          <Table.Th {...FIGURES}>{t('invoices.left')}</Table.Th>
          <Table.Th>{t('invoices.takenBack')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {left.map(({ product_id, invoiced, left: most }) => {
          const name = products?.get(product_id)?.name ?? UNNAMED;
          return (
            <Table.Tr key={product_id}>
              <Table.Td>
                <bdi>{name}</bdi>
              </Table.Td>
              <Table.Td {...FIGURES}>{formatNumber(invoiced)}</Table.Td>
              <Table.Td {...FIGURES}>{formatNumber(most)}</Table.Td>
              <Table.Td w={140}>
                <WholeInput
                  aria-label={t('invoices.takenBackOf', { name })}
                  isOptional
                  range={{ min: 0, max: most }}
                  disabled={most === 0}
                  value={quantities.get(product_id) ?? null}
                  onChange={(quantity) => onChange(product_id, quantity)}
                />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
