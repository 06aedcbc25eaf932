import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DAY_MS } from '#shared/contract/durations.ts';
import type { Product } from '#shared/contract/entities.ts';
import { tvaRateOn } from '#shared/domain/tva-rate.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf, formatPercent } from '#shared/ui/format.ts';
import { leftToRight } from '#shared/ui/paper/isolates.ts';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { type Field, percentOf, textOrNull, type Values } from '../form/fields.ts';

interface NewTvaDialogProps {
  opened: boolean;
  products: readonly Product[];
  onClose: () => void;
}

/** Another rate for some products from a day on: how many bear which rate today is seen before it is written. */
export function NewTvaDialog({ opened, products, onClose }: NewTvaDialogProps) {
  const { t } = useTranslation('hq');
  return (
    <ActDialog
      opened={opened}
      title={t('tva.add')}
      onClose={onClose}
      fields={useFields(products)}
      toChange={(values) => hqRequest('POST /tva-rules', { body: bodyOf(values) })}
      submit={t('tva.write')}
      below={(values) => <Preview values={values} products={products} />}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t('tva.addPast')}</List.Item>
        <List.Item>{t('tva.addNotes')}</List.Item>
        <List.Item>{t('stamp.addPhones')}</List.Item>
      </List>
    </ActDialog>
  );
}

const chosenIn = ({ product_ids }: Values): string[] => (Array.isArray(product_ids) ? product_ids : []);

const bodyOf = (values: Values) => ({
  since: values.since,
  tva_rate: percentOf(String(values.tva_rate)),
  product_ids: chosenIn(values).map(Number),
  reason: textOrNull(values.reason),
});

/** What the chosen products bear on the day before, and from the day on. */
function Preview({ values, products }: { values: Values; products: readonly Product[] }) {
  const { t } = useTranslation('hq');
  const rate = percentOf(String(values.tva_rate ?? ''));
  const chosen = chosenIn(values);
  if (rate === null || chosen.length === 0) return null;
  const day = textOrNull(values.since) ?? dayOf(systemClock.now());
  const before = new Set(
    products.filter(({ id }) => chosen.includes(String(id))).map((product) => tvaRateOn(product, dayBefore(day))),
  );
  const from = [...before].sort((a, b) => a - b).map((each) => leftToRight(formatPercent(each)));
  const to = leftToRight(formatPercent(rate));
  return (
    <Text size="sm" role="status">
      {t('tva.preview', { count: chosen.length, from: from.join(', '), to })}
    </Text>
  );
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

function useFields(products: readonly Product[]): Field[] {
  const { t } = useTranslation('hq');
  const options = products
    .filter(({ is_active }) => is_active)
    .map(({ id, name, code }) => ({ value: String(id), label: `${name} (${code})` }))
    .sort((a, b) => a.label.localeCompare(b.label));
  // The day is not first: its calendar would open with the dialog, over what is to be read.
  return [
    { name: 'tva_rate', label: t('tva.rate'), kind: 'percent' },
    { name: 'product_ids', label: t('tva.products'), kind: 'choices', options },
    { name: 'since', label: t('stamp.since'), kind: 'day', min: dayOf(systemClock.now() + DAY_MS) },
    { name: 'reason', label: t('stamp.reason'), kind: 'text' },
  ];
}
