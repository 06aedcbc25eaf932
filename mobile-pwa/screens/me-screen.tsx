import { Button, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildingWarehouse, IconDownload, IconListDetails, IconLogout, IconStethoscope } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { useAppUpdate } from '../app/app-update.ts';
import { Asking } from '../app/asking.tsx';
import { InstallButton } from '../app/install/install-button.tsx';
import { useAnswered, useNow, usePhone, usePhoneQuery, useSession } from '../app/phone-context.tsx';
import { Screen } from '../app/screen.tsx';
import { useStorageKept } from '../app/storage-kept.ts';
import { Fact } from './fact.tsx';
import { PinFacts } from './lock/pin-facts.tsx';

declare const __APP_VERSION__: string;

export function MeScreen() {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const { data: session } = useSession();
  const { data: lastPullAt } = usePhoneQuery(['lastPullAt'], (phone) => phone.lastPullAt());
  const kept = useStorageKept();
  const now = useNow();
  if (!session) return null;
  return (
    <Screen title={t('me.title')}>
      <UpdateNote />
      <Title order={2} size="h3">
        {session.user.name}
      </Title>
      <Text c="dimmed">
        {ui(`role.${session.user.role}`)} · <bdi>{session.user.username}</bdi>
      </Text>
      <dl className="facts">
        <Fact name={t('me.lastPull')}>{lastPullAt ? <Moment at={lastPullAt} now={now} /> : t('me.lastPullNever')}</Fact>
        <Fact name={t('me.storage')}>{kept !== null && (kept ? t('me.storageYes') : t('me.storageNo'))}</Fact>
        <Fact name={t('me.version')}>
          <bdi>{__APP_VERSION__}</bdi>
        </Fact>
        <PinFacts />
        <MobileData />
        <Fact name={t('me.appearance')}>
          <Group gap="xs" justify="flex-end">
            <ColorSchemeButton />
            <LanguageMenu />
          </Group>
        </Fact>
      </dl>
      <Links />
      <SignOut />
    </Screen>
  );
}

/** Only where the browser tells over what this phone is connected. */
function MobileData() {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const { data } = usePhoneQuery(['mobileData'], (api) => api.mobileData());
  if (!data) return null;
  return (
    <Fact name={t('me.mobileData')}>
      <Switch
        size="lg"
        aria-label={t('me.mobileData')}
        checked={data.isAllowed}
        onChange={({ currentTarget }) => void phone.allowMobileData(currentTarget.checked)}
      />
    </Fact>
  );
}

function UpdateNote() {
  const { t } = useTranslation('phone');
  const { isReady, apply } = useAppUpdate();
  const answered = useAnswered();
  // The page goes, and the worker with it: first of all what was typed a moment ago is stored.
  const update = useMutation({ mutationFn: () => answered().then(apply) });
  const { data: counts } = usePhoneQuery(['counts'], (phone) => phone.counts());
  const unsent = counts?.device ?? 0;
  if (!isReady) return null;
  return (
    <Stack className="card" mb="md" gap="xs">
      <Text fw={600}>{t('me.update')}</Text>
      {unsent > 0 && <Text>{t('me.updateUnsent', { count: unsent })}</Text>}
      <Button leftSection={<IconDownload aria-hidden />} loading={update.isPending} onClick={() => update.mutate()}>
        {t('me.updateAction')}
      </Button>
    </Stack>
  );
}

/** For a phone that does not find its depot, or is to find another; and what was done on it today. */
function Links() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  return (
    <Stack gap="xs">
      <InstallButton />
      <Button leftSection={<IconStethoscope aria-hidden />} onClick={() => navigate('/me/connection')}>
        {t('doctor.title')}
      </Button>
      <Button leftSection={<IconBuildingWarehouse aria-hidden />} onClick={() => navigate('/me/add-depot')}>
        {t('addDepot.title')}
      </Button>
      <Button leftSection={<IconListDetails aria-hidden />} onClick={() => navigate('/me/steps')}>
        {t('audit.title')}
      </Button>
    </Stack>
  );
}

/** Never one tap away, and it says what stays here. */
function SignOut() {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [opened, { open, close }] = useDisclosure(false);
  const { data: counts } = usePhoneQuery(['counts'], (api) => api.counts());
  const unsent = counts ? counts.device + counts.depot : 0;
  const leave = useMutation({ mutationFn: () => phone.signOut() });
  return (
    <>
      <Button mt="lg" fullWidth variant="subtle" leftSection={<IconLogout aria-hidden />} onClick={open}>
        {t('me.signOut')}
      </Button>
      <Asking opened={opened} onClose={close} title={t('me.signOutSure')}>
        <Stack>
          {unsent > 0 && <Text fw={600}>{t('me.signOutUnsent', { count: unsent })}</Text>}
          <Text>{t('me.signOutMore')}</Text>
          <Button onClick={close} data-autofocus>
            {t('me.stay')}
          </Button>
          <Button color="red" variant="outline" loading={leave.isPending} onClick={() => leave.mutate()}>
            {t('me.signOutYes')}
          </Button>
        </Stack>
      </Asking>
    </>
  );
}
