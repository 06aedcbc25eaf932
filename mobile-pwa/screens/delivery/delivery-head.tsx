import { Alert, Text } from '@mantine/core';
import { IconInfoCircle, IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { depotOfNote } from '#shared/domain/note-depot.ts';
import { HandedOverAmount } from '#shared/ui/delivery-amount.tsx';
import { formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import type { Scanned, Stop } from '../../store/views.ts';
import { handedOver } from '../stops.ts';

interface DeliveryHeadProps {
  stop: Stop;
  /** What is handed over comes to on the form, where it is open; null while that is no number. */
  typed?: number | null;
}

/** Whose delivery it is and what it is worth. */
export function DeliveryHead({ stop, typed = handedOver(stop) ?? stop.total_ttc }: DeliveryHeadProps) {
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
      <Text fw={600} size="lg" ta="end">
        {typed === null ? '—' : <HandedOverAmount delivered={typed} ordered={stop.total_ttc} />}
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

/** A colleague's note. A code that names its depot was compared with this phone's when it was scanned. */
export function NotPlanned({ scanned }: { scanned: Scanned }) {
  const { t } = useTranslation('phone');
  const isOwnDepot = depotOfNote(scanned.code) !== null;
  return (
    <Alert variant="outline" icon={<IconInfoCircle aria-hidden />} title={t('delivery.notPlanned')} my="sm">
      {t(isOwnDepot ? 'delivery.notPlannedMore' : 'delivery.notPlannedUnsure')}
    </Alert>
  );
}
