import { Button, type ButtonProps, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHomePlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Asking } from '../asking.tsx';
import { install, useInstall } from './install.ts';

/** Puts the app on the home screen: by the browser's own question where it has one, else by steps that its person follows. */
export function InstallButton(props: Pick<ButtonProps, 'variant'>) {
  const { t } = useTranslation('phone');
  const way = useInstall();
  const [isOpen, { open, close }] = useDisclosure(false);
  if (way === 'done') return null;
  return (
    <>
      <Button {...props} leftSection={<IconHomePlus aria-hidden />} onClick={way === 'button' ? install : open}>
        {t('install.action')}
      </Button>
      <Asking opened={isOpen} onClose={close} title={t('install.title')}>
        <Stack>
          <Text>{t('install.why')}</Text>
          <ol className="install-steps">
            {t(way === 'ios' ? 'install.ios' : 'install.menu')
              .split('\n')
              .map((step) => (
                <li key={step}>{step}</li>
              ))}
          </ol>
          <Button onClick={close}>{t('install.close')}</Button>
        </Stack>
      </Asking>
    </>
  );
}
