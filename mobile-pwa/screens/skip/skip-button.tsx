import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerSkipForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Alarm } from '../../app/alarm.tsx';
import { lazyPart } from '../../app/lazy-part.tsx';
import { usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import type { Stop } from '../../store/views.ts';
import type { SkipDialogProps } from './skip-dialog.tsx';

interface SkipButtonProps {
  stop: Stop;
  /** YYYY-MM-DD. */
  today: string;
  onSkipped?: () => void;
}

const SkipDialog = lazyPart(async () => (await import('./skip-dialog.tsx')).SkipDialog, NotHere);

/** Passes a stop by for now, with a reason: the others come first, and the depot is told. */
export function SkipButton({ stop, today, onSkipped }: SkipButtonProps) {
  const { t } = useTranslation('phone');
  const [opened, { open, close }] = useDisclosure(false);
  const { data: session } = useSession();
  // A server of before would not know what it is. Until the phone has looked, the button keeps its place: nothing else may
  // come under a thumb that is on its way there.
  const { data: contract } = usePhoneQuery(['contract'], (phone) => phone.contract());
  if (contract === null || !session || !may(session.user.role, 'skip')) return null;
  return (
    <>
      <Button
        variant="subtle"
        style={contract === undefined ? { visibility: 'hidden' } : undefined}
        leftSection={<IconPlayerSkipForward className="mirrored" aria-hidden />}
        onClick={open}
      >
        {t('skip.open')}
      </Button>
      <SkipDialog
        {...{ opened, stop, today }}
        onClose={close}
        onSkipped={() => {
          close();
          onSkipped?.();
        }}
      />
    </>
  );
}

function NotHere({ opened }: SkipDialogProps) {
  const { t } = useTranslation('phone');
  return opened && <Alarm title={t('missingScreen.title')}>{t('missingScreen.more')}</Alarm>;
}
