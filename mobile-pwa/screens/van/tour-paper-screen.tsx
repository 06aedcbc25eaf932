import { Text } from '@mantine/core';
import { IconCircleCheck, IconQrcodeOff, IconWritingSign } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone } from '../../app/phone-context.tsx';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useSaving } from '../../app/use-saving.ts';
import { actionText } from '../outbox/action-text.ts';
import { PaperLines } from './paper-lines.tsx';
import type { TourPaper } from './shown-paper.ts';

/** A paper that was read, and the id of its signature: however often it is signed, it is one. */
export interface SignVisit {
  paper: TourPaper;
  event_id: string;
}

/** What the driver signs, line by line. */
export function TourPaperScreen() {
  const { t } = useTranslation('phone');
  const visit = useHistoryState<SignVisit | null>() ?? null;
  if (visit !== null) return <Paper visit={visit} />;
  return (
    <Screen title={t('van.sign')} back="/van/sign">
      <EmptyState icon={IconQrcodeOff} title={t('van.noCode')}>
        {t('van.signHint')}
      </EmptyState>
    </Screen>
  );
}

function Paper({ visit: { paper, event_id } }: { visit: SignVisit }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [, navigate] = useLocation();
  const { event_id: confirms, tour_id, checksum } = paper;
  const saving = useSaving({
    save: () => phone.recordOfTour({ event_id, tour_id, action: 'TOUR_CONFIRMED', details: { confirms, checksum } }),
    onSaved: () => void askToBeCalled(),
  });
  const isSigned = saving.isOver && !saving.isBusy;
  return (
    <Screen
      title={t(`outbox.action.${actionText(paper.action)}`)}
      back="/"
      action={
        isSigned ? (
          <NextButton onClick={() => navigate('/')}>{t('collect.done')}</NextButton>
        ) : (
          <NextButton leftSection={<IconWritingSign aria-hidden />} loading={saving.isBusy} onClick={saving.save}>
            {t('van.signIt')}
          </NextButton>
        )
      }
    >
      {isSigned ? (
        <Text role="status" fw={600} className="code-note">
          <IconCircleCheck size={20} aria-hidden /> {t('van.signed')}
        </Text>
      ) : (
        <Text>{t('van.signMore')}</Text>
      )}
      <Text c="dimmed">
        <Moment at={paper.at} />
      </Text>
      <PaperLines paper={paper} />
      <SaveFailure failure={saving.failure} isUnkept={false} />
    </Screen>
  );
}
