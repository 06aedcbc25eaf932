import { NativeSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { ReasonCode } from '#shared/contract/events.ts';
import { QuantityInput } from '#shared/ui/number/quantity-input.tsx';
import { type DraftedLine, REASON_CODES } from '../../store/views.ts';
import { type NamedProduct, useNamedProducts } from '../product-names.ts';
import { MoreOfLine } from './more-of-line.tsx';

interface LineRowsProps {
  lines: DeliveryLine[];
  drafted: DraftedLine[];
  onChange: (drafted: DraftedLine[]) => void;
}

/** What was handed over of each line; whatever is less than ordered asks why. */
export function LineRows({ lines, drafted, onChange }: LineRowsProps) {
  const productOf = useNamedProducts();
  const change = (index: number, entry: DraftedLine) =>
    onChange(drafted.map((old, at) => (at === index ? entry : old)));
  return (
    <ul className="rows delivery-lines">
      {lines.map((line, index) => {
        const entry = drafted[index];
        return entry ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a delivery's lines neither move nor change.
          <li key={index}>
            <LineRow
              line={line}
              entry={entry}
              product={productOf(line.product_id)}
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
  entry: DraftedLine;
  product: NamedProduct;
  onChange: (entry: DraftedLine) => void;
}

function LineRow({ line, entry, product, onChange }: LineRowProps) {
  const { t } = useTranslation('phone');
  const { name } = product;
  const refused = typeof entry.delivered === 'number' ? line.quantity - entry.delivered : 0;
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
        <QuantityInput
          value={entry.delivered}
          range={{ min: 0, max: line.quantity }}
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
              ...REASON_CODES.map((reason) => ({ value: reason, label: t(`delivery.reason.${reason}`) })),
            ]}
            onChange={(event) =>
              onChange({ ...entry, reason: (event.currentTarget.value || null) as ReasonCode | null })
            }
          />
        </div>
      )}
      <MoreOfLine entry={entry} product={product} onChange={onChange} />
    </>
  );
}
