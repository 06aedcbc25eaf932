import { Button, Stack, Text } from '@mantine/core';
import { IconQrcodeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { QrCode } from '#shared/ui/qr-code.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import './van.css';

/** A loading or a count, shown to the driver's phone: there it is read and signed, without a network on either side. */
export function CodeScreen({ eventId }: { eventId: string }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const [place, setPlace] = useState(0);
  const { data: codes } = usePhoneQuery(['codesOfTour', eventId], (phone) => phone.codesOfTour(eventId));
  const count = codes?.length ?? 0;
  return (
    <Screen
      title={t('van.codeTitle')}
      back="/"
      action={<NextButton onClick={() => navigate('/')}>{t('collect.done')}</NextButton>}
    >
      {codes === undefined && <LoadingShape height={320} />}
      {codes === null && (
        <EmptyState icon={IconQrcodeOff} title={t('van.noCode')}>
          {t('van.noCodeMore')}
        </EmptyState>
      )}
      {codes && (
        <Stack align="center">
          <Text>{t('van.codeMore')}</Text>
          <QrCode className="van-code" text={codes[place] ?? ''} label={t('van.codeTitle')} />
          {count > 1 && (
            <>
              <Text fw={600} role="status">
                {t('van.codeOf', { place: place + 1, count })}
              </Text>
              <Button fullWidth onClick={() => setPlace((place + 1) % count)}>
                {t('van.nextCode')}
              </Button>
            </>
          )}
        </Stack>
      )}
    </Screen>
  );
}
