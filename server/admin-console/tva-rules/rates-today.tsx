import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Product } from '#shared/contract/entities.ts';
import { tvaRateOn } from '#shared/domain/tva-rate.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf, formatPercent } from '#shared/ui/format.ts';
import { leftToRight } from '#shared/ui/paper/isolates.ts';
import { Facts } from '../list/facts.tsx';

/** How many of the products on sale bear which rate today. */
export function RatesToday({ products }: { products: readonly Product[] }) {
  const { t } = useTranslation('hq');
  const today = dayOf(systemClock.now());
  const counts = new Map<number, number>();
  for (const product of products.filter(({ is_active }) => is_active)) {
    const rate = tvaRateOn(product, today);
    counts.set(rate, (counts.get(rate) ?? 0) + 1);
  }
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('tva.today')}
      </Title>
      <Facts
        facts={[...counts]
          .sort(([a], [b]) => a - b)
          .map(([rate, count]) => ({
            name: t('tva.atRate', { rate: leftToRight(formatPercent(rate)) }),
            value: t('tva.onSale', { count }),
          }))}
      />
    </section>
  );
}
