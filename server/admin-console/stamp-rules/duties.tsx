import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { stampDuty } from '#shared/domain/stamp-duty.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatAmount } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { isolated } from '#shared/ui/paper/isolates.ts';
import { Facts } from '../list/facts.tsx';

/** One in each band of what is shipped, and one far beyond. */
const EXAMPLES = [250_00, 20_000_00, 50_000_00, 150_000_00, 1_000_000_00];

/** What a rule comes to, on some amounts: whoever writes one sees what it does. */
export function Duties({ rule, title }: { rule: StampRule; title: string }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {title}
      </Title>
      <Facts
        facts={EXAMPLES.map((amount) => ({
          name: t('stamp.onAmount', { amount: isolated(formatAmount(amount, language)) }),
          value: <Amount value={stampDuty(amount, rule)} />,
        }))}
      />
    </section>
  );
}
