import { ActionIcon, Button, Select, Stack, Table, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Product, StockLevel } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { formatNumber } from '#shared/ui/format.ts';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import { WholeInput } from '../form/whole-input.tsx';
import { FIGURES } from '../list/column.ts';
import { lineFault, type PlanLine } from './plan-lines.ts';

interface LinesInputProps {
  lines: PlanLine[];
  onChange: (lines: PlanLine[]) => void;
  products: ReadonlyMap<number, Product>;
  /** In the depot from which they go. */
  stock: ReadonlyMap<number, StockLevel>;
  /** Once somebody has tried to send them. */
  showFaults: boolean;
}

/** Products with what is in stock of them, how many, and at which price. */
export function LinesInput({ lines, onChange, products, stock, showFaults }: LinesInputProps) {
  const { t } = useTranslation('hq');
  const put = (changed: PlanLine) => onChange(lines.map((line) => (line.key === changed.key ? changed : line)));
  const add = () => onChange([...lines, newLine(Math.max(0, ...lines.map(({ key }) => key)) + 1)]);
  return (
    <Stack gap="xs" align="start">
      <Table aria-label={t('deliveries.lines')} horizontalSpacing={6} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('deliveries.product')}</Table.Th>
            <Table.Th {...FIGURES}>{t('deliveries.inStock')}</Table.Th>
            <Table.Th>{t('deliveries.quantity')}</Table.Th>
            <Table.Th>{t('deliveries.priceDa')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line, index) => (
            <LineRow
              key={line.key}
              {...{ line, lines, products, stock, showFaults, put }}
              number={index + 1}
              onRemove={() => onChange(lines.filter(({ key }) => key !== line.key))}
            />
          ))}
        </Table.Tbody>
      </Table>
      <Button size="sm" leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
        {t('deliveries.addLine')}
      </Button>
    </Stack>
  );
}

export const newLine = (key: number): PlanLine => ({ key, productId: '', quantity: null, price: null });

interface LineRowProps extends Omit<LinesInputProps, 'onChange'> {
  line: PlanLine;
  number: number;
  put: (line: PlanLine) => void;
  onRemove: () => void;
}

function LineRow({ line, lines, number, products, stock, showFaults, put, onRemove }: LineRowProps) {
  const { t } = useTranslation('hq');
  const fault = showFaults ? lineFault(line, lines) : null;
  const level = stock.get(Number(line.productId))?.quantity ?? 0;
  const isShort = typeof line.quantity === 'number' && line.quantity > level;
  const choose = (id: string | null) =>
    put({ ...line, productId: id ?? '', price: products.get(Number(id))?.price_ht ?? null });
  return (
    <Table.Tr>
      <Table.Td w="46%">
        <Select
          aria-label={t('deliveries.productOfLine', { number })}
          searchable
          limit={50}
          data={[...products.values()]
            .filter(({ is_active }) => is_active)
            .map(({ id, code, name }) => ({ value: String(id), label: `${name} · ${code}` }))}
          value={line.productId || null}
          onChange={choose}
          error={fault && t(`deliveries.lineFault.${fault}`)}
        />
      </Table.Td>
      <Table.Td {...FIGURES}>
        {line.productId !== '' && (
          <>
            <bdi>{formatNumber(level)}</bdi>
            {isShort && (
              <Text size="xs" c="red" role="status">
                {t('deliveries.tooFew')}
              </Text>
            )}
          </>
        )}
      </Table.Td>
      <Table.Td>
        <WholeInput
          aria-label={t('deliveries.quantityOfLine', { number })}
          isOptional
          range={{ min: 1, max: LIMITS.quantity }}
          value={line.quantity}
          onChange={(quantity) => put({ ...line, quantity })}
        />
      </Table.Td>
      <Table.Td>
        <MoneyInput
          aria-label={t('deliveries.priceOfLine', { number })}
          isOptional
          range={{ min: 0, max: LIMITS.unitPrice }}
          value={line.price}
          onChange={(price) => put({ ...line, price })}
        />
      </Table.Td>
      <Table.Td>
        <ActionIcon aria-label={t('deliveries.removeLine', { number })} onClick={onRemove}>
          <IconTrash size={20} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
