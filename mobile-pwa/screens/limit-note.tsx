import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BeyondLimit } from '#shared/domain/credit-limit.ts';
import { formatAmount } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';

/** That a client would owe more than it may. It forbids nothing. */
export function LimitNote({ over: { owed, credit_limit } }: { over: BeyondLimit }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const amounts = { owed: formatAmount(owed, language), limit: formatAmount(credit_limit, language) };
  return (
    <Text fw={600} className="code-note" role="status">
      <IconAlertTriangle size={20} aria-hidden />
      {t('balance.over', amounts)}
    </Text>
  );
}
