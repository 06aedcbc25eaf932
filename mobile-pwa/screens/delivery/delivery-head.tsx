import { Alert, Text } from '@mantine/core';
import { IconInfoCircle, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Amount } from '#shared/ui/amount.tsx';
import { formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import type { Stop } from '../../store/views.ts';
import type { Scanned } from '../scan/scan-screen.tsx';

/** Whose delivery it is and what it is worth. */
export function DeliveryHead({ stop }: { stop: Stop }) {
  return (
    <div className="delivery-head">
      <div>
        <Text fw={600} size="lg">
          <bdi>{stop.client_name}</bdi>
        </Text>
        {stop.address !== null && (
          <Text c="dimmed">
            <bdi>{stop.address}</bdi>
          </Text>
        )}
      </div>
      <Text fw={600} size="lg">
        <Amount value={stop.total_ttc} />
      </Text>
    </div>
  );
}

export function CodeNote({ scanned }: { scanned: Scanned }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const Icon = scanned.check === 'genuine' ? IconShieldCheck : IconShieldQuestion;
  return (
    <Text className="code-note" data-check={scanned.check}>
      <Icon size={20} aria-hidden />
      {t(`delivery.${scanned.check}`)} · <bdi>{formatTime(scanned.at, language)}</bdi>
    </Text>
  );
}

export function NotPlanned() {
  const { t } = useTranslation('phone');
  return (
    <Alert variant="outline" icon={<IconInfoCircle aria-hidden />} title={t('delivery.notPlanned')} my="sm">
      {t('delivery.notPlannedMore')}
    </Alert>
  );
}
