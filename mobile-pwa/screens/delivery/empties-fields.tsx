import { Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconPackage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { QuantityInput } from '#shared/ui/number/quantity-input.tsx';
import type { DraftedEmpties } from '../../store/views.ts';

interface EmptiesFieldsProps {
  empties: DraftedEmpties[];
  onChange: (empties: DraftedEmpties[]) => void;
}

const RANGE = { min: 0, max: LIMITS.quantity };
const WAYS = ['given', 'taken_back'] as const;

/** Crates and pallets that went and came, on demand. */
export function EmptiesFields({ empties, onChange }: EmptiesFieldsProps) {
  const { t } = useTranslation('phone');
  const [isOpen, { toggle }] = useDisclosure(empties.some(({ given, taken_back }) => given !== 0 || taken_back !== 0));
  return (
    <section className="lines-section">
      <button type="button" className="row" aria-expanded={isOpen} onClick={toggle}>
        <IconPackage aria-hidden />
        <Text component="span" className="row-main">
          {t('delivery.empties')}
        </Text>
        <IconChevronDown aria-hidden className="chevron" />
      </button>
      {isOpen &&
        empties.map((row) =>
          WAYS.map((way) => (
            <div className="line-field" key={`${row.kind} ${way}`}>
              <Text>
                {t(`delivery.empty.${row.kind}`)} · {t(`delivery.${way}`)}
              </Text>
              <QuantityInput
                value={row[way]}
                range={RANGE}
                labels={{
                  less: `${t(`delivery.emptyLess.${way}`)} ${t(`delivery.empty.${row.kind}`)}`,
                  more: `${t(`delivery.emptyMore.${way}`)} ${t(`delivery.empty.${row.kind}`)}`,
                  value: `${t(`delivery.emptyQuantity.${way}`)} ${t(`delivery.empty.${row.kind}`)}`,
                }}
                onChange={(quantity) =>
                  onChange(empties.map((old) => (old.kind === row.kind ? { ...old, [way]: quantity } : old)))
                }
              />
            </div>
          )),
        )}
    </section>
  );
}
