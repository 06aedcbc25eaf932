import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconDeviceMobileOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { directionOf, LANGUAGES } from '#shared/ui/i18n/languages.ts';
import { ScreenTitle } from '../screen-title.tsx';
import { startAnew } from './erase-browser.ts';

/** HQ has withdrawn the phone: its lists are erased, and what it has not handed in yet is on its way. */
export function WipingPage({ reason, left }: { reason: string; left: number }) {
  const { t } = useTranslation('phone');
  const { t: wiped } = useTranslation('wiped');
  return (
    <Center mih="100dvh" component="main" p="md">
      <Stack align="center" gap="sm" ta="center" maw="46ch">
        <IconDeviceMobileOff size={48} stroke={1.5} color="var(--state-person)" aria-hidden />
        <ScreenTitle size="h2">{t('wipe.title')}</ScreenTitle>
        <Text>
          {wiped('reason')} <bdi>{reason}</bdi>
        </Text>
        <Text>{t('wipe.cachesGone')}</Text>
        <Text role="status" fw={600}>
          {left > 0 ? t('wipe.left', { count: left }) : t('wipe.telling')}
        </Text>
        {left > 0 && <Text c="dimmed">{t('wipe.leftMore')}</Text>}
      </Stack>
    </Center>
  );
}

/** It is done. Nothing is left here that would know whose language to speak, so it speaks all three. */
export function WipedPage({ reason }: { reason: string }) {
  const { i18n, t } = useTranslation('wiped');
  return (
    <Center mih="100dvh" component="main" p="md">
      <Stack align="center" gap="lg" ta="center" maw="46ch" role="status">
        <IconCircleCheck size={48} stroke={1.5} color="var(--state-hq)" aria-hidden />
        {LANGUAGES.map((language) => {
          const say = i18n.getFixedT(language, 'wiped');
          return (
            <section key={language} lang={language} dir={directionOf(language)}>
              <Title order={1} size="h3">
                {say('done')}
              </Title>
              <Text>{say('doneMore')}</Text>
              <Text c="dimmed">
                {say('reason')} <bdi>{reason}</bdi>
              </Text>
            </section>
          );
        })}
        <Button variant="default" onClick={startAnew}>
          {t('anew')}
        </Button>
      </Stack>
    </Center>
  );
}
