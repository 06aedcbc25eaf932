import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReceivedEvent } from '#shared/contract/hq/records.ts';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDevices } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { useOpened } from '../list/use-params.ts';
import { AboutLink } from './about-link.tsx';
import { actionText, outcomeText } from './alert-text.ts';
import { Corrected } from './corrected.tsx';
import { EntryActs } from './entry-acts.tsx';
import { EntryNotes } from './entry-notes.tsx';
import { EntrySaid } from './entry-said.tsx';

/** One entry of a device: whose it is, what it says, what became of it; and what a person can do about it. */
export function EntryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const reading = useOne('events', id);
  const data = reading.data;
  return (
    <DetailDrawer
      reading={reading}
      opened={id !== ''}
      title={data && t(`attention.action.${actionText(data.action)}`)}
      onClose={onClose}
      isCovered={useOpened().act !== ''}
    >
      {data && <Details event={data} onDecided={onClose} />}
    </DetailDrawer>
  );
}

function Details({ event, onDecided }: { event: ReceivedEvent; onDecided: () => void }) {
  const { t } = useTranslation('hq');
  return (
    <Stack>
      <EntryFacts event={event} />
      <EntrySaid event={event} title={t('attention.says')} />
      {event.action === 'CORRECTION_REQUESTED' && <Corrected event={event} />}
      <EntryNotes id={event.id} />
      <EntryActs event={event} onDecided={onDecided} />
    </Stack>
  );
}

function EntryFacts({ event }: { event: ReceivedEvent }) {
  const { t } = useTranslation(['hq', 'ui']);
  const device = useDevices()?.get(event.device_id);
  const { answer } = event;
  return (
    <Facts
      facts={[
        { name: t('attention.who'), value: <bdi>{event.user_name ?? UNNAMED}</bdi> },
        { name: t('attention.about'), value: event.reference !== null && <AboutLink event={event} /> },
        { name: t('attention.device'), value: <bdi>{device?.name ?? UNNAMED}</bdi> },
        { name: t('attention.made'), value: <Moment at={event.occurred_at} /> },
        { name: t('attention.at'), value: <Moment at={event.stored_at} /> },
        { name: t('attention.why'), value: event.error_code && t(`ui:reason.${reasonText(event.error_code)}`) },
        { name: t('acts.member.revoke_reason'), value: device?.revoke_reason && <bdi>{device.revoke_reason}</bdi> },
        {
          name: t('attention.answer'),
          value: answer && (
            <>
              {t(`attention.outcome.${outcomeText(answer.outcome)}`)} · <bdi>{answer.by_name}</bdi> ·{' '}
              <Moment at={answer.at} />
            </>
          ),
        },
        { name: t('form.reason'), value: answer && <bdi>{answer.reason}</bdi> },
      ]}
    />
  );
}
