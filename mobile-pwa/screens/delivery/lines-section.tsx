import { Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconChevronDown, IconCircleMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DraftedLine } from '../../store/views.ts';
import { notDelivered } from './draft.ts';
import { LineRows } from './line-rows.tsx';

interface LinesSectionProps {
  lines: DeliveryLine[];
  drafted: DraftedLine[];
  onChange: (drafted: DraftedLine[]) => void;
}

/** All is delivered, in one line; what was not, and what else was told of the goods, opens below it. */
export function LinesSection({ lines, drafted, onChange }: LinesSectionProps) {
  const { t } = useTranslation('phone');
  const missing = notDelivered(lines, drafted);
  const isWhole = missing === 0;
  const [isOpen, { toggle }] = useDisclosure(!isWhole);
  if (lines.length === 0) return null;
  const Icon = isWhole ? IconCheck : IconCircleMinus;
  return (
    <section className="lines-section">
      <button type="button" className="row" aria-expanded={isOpen} onClick={toggle}>
        <Icon aria-hidden />
        <span className="row-main">
          <Text component="span" display="block" fw={600}>
            {isWhole ? t('delivery.all') : t('delivery.some')}
          </Text>
          <Text component="span" display="block" size="sm" c="dimmed">
            {t('tour.products', { count: lines.length })}
            {missing !== null && missing > 0 && ` · ${t('delivery.refused', { count: missing })}`}
          </Text>
        </span>
        <Text component="span">{isOpen ? t('delivery.closeLines') : t('delivery.openLines')}</Text>
        <IconChevronDown aria-hidden className="chevron" />
      </button>
      {isOpen && <LineRows lines={lines} drafted={drafted} onChange={onChange} />}
    </section>
  );
}
