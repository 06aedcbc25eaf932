import { NativeSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import { Stepper } from '../../app/stepper.tsx';
import { useProductNames } from '../product-names.ts';
import { type LineEntry, REFUSAL_REASONS, type RefusalReason } from './delivered.ts';

interface LineRowsProps {
  lines: DeliveryLine[];
  entries: LineEntry[];
  onChange: (entries: LineEntry[]) => void;
}

/** What was handed over of each line; whatever is less than ordered asks why. */
export function LineRows({ lines, entries, onChange }: LineRowsProps) {
  const nameOf = useProductNames();
  const change = (index: number, entry: LineEntry) => onChange(entries.map((old, at) => (at === index ? entry : old)));
  return (
    <ul className="rows delivery-lines">
      {lines.map((line, index) => {
        const entry = entries[index];
        return entry ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a delivery's lines neither move nor change.
          <li key={index}>
            <LineRow
              line={line}
              entry={entry}
              name={nameOf(line.product_id)}
              onChange={(next) => change(index, next)}
            />
          </li>
        ) : null;
      })}
    </ul>
  );
}

interface LineRowProps {
  line: DeliveryLine;
  entry: LineEntry;
  name: string;
  onChange: (entry: LineEntry) => void;
}

function LineRow({ line, entry, name, onChange }: LineRowProps) {
  const { t } = useTranslation('phone');
  const refused = line.quantity - entry.delivered;
  return (
    <>
      <div className="row">
        <span className="row-main">
          <Text component="span" display="block">
            <bdi>{name}</bdi>
          </Text>
          <Text component="span" display="block" size="sm" c="dimmed">
            {t('delivery.ordered', { quantity: line.quantity })}
          </Text>
        </span>
        <Stepper
          value={entry.delivered}
          min={0}
          max={line.quantity}
          labels={{
            less: t('delivery.less', { name }),
            more: t('delivery.more', { name }),
            value: t('delivery.quantity', { name }),
          }}
          onChange={(delivered) => onChange({ ...entry, delivered })}
        />
      </div>
      {refused > 0 && (
        <div className="refusal">
          <Text fw={600}>{t('delivery.refused', { count: refused })}</Text>
          <NativeSelect
            aria-label={`${t('delivery.why')} ${name}`}
            value={entry.reason ?? ''}
            data={[
              { value: '', label: t('delivery.why') },
              ...REFUSAL_REASONS.map((reason) => ({ value: reason, label: t(`delivery.reason.${reason}`) })),
            ]}
            onChange={(event) =>
              onChange({ ...entry, reason: (event.currentTarget.value || null) as RefusalReason | null })
            }
          />
        </div>
      )}
    </>
  );
}
