import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { IconDevices, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { overviewQuery } from '../api/queries.ts';
import { AttentionCard } from './attention-card.tsx';
import { BackupNote } from './backup-note.tsx';
import { CertificateNote } from './certificate-note.tsx';
import { DiskNote } from './disk-note.tsx';
import { HubSilent } from './hub-silent.tsx';
import { PhonesCard } from './phones-card.tsx';
import { RecoveryNote } from './recovery-note.tsx';
import { TodayCard } from './today-card.tsx';
import { WaitingCard } from './waiting-card.tsx';
import { WanBanner } from './wan-banner.tsx';

/** The depot at a glance. When the hub falls silent, its last state stays on screen and says its age. */
export function HomeScreen() {
  const { data, error, isPending } = useQuery(overviewQuery);
  usePageTitle(data?.depot.name);
  return (
    <>
      {error && <HubSilent error={error} last={data ?? null} />}
      {isPending && <LoadingShape rows={3} height={160} />}
      {data && <Overview overview={data} silent={error !== null} />}
    </>
  );
}

function Overview({ overview, silent }: { overview: DesktopOverview; silent: boolean }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  return (
    <>
      {!silent && <WanBanner overview={overview} />}
      <DiskNote disk={overview.disk} />
      <RecoveryNote recoveries={overview.recoveries} />
      <BackupNote backup={overview.backup} />
      <CertificateNote certificate={overview.certificate} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing={20} style={{ alignItems: 'start' }}>
        <Stack gap={20}>
          <WaitingCard overview={overview} />
          <TodayCard overview={overview} />
          <Group>
            <NextButton
              size="lg"
              leftSection={<IconPrinter size={22} aria-hidden />}
              onClick={() => navigate('/deliveries')}
            >
              {t('home.print')}
            </NextButton>
            <Button size="lg" leftSection={<IconDevices size={22} aria-hidden />} onClick={() => navigate('/pairing')}>
              {t('nav.pairing')}
            </Button>
          </Group>
        </Stack>
        <Stack gap={20}>
          {/* What needs a hand stands above the fold; where nothing does, the phones come first. */}
          {overview.attention.length > 0 && <AttentionCard overview={overview} most={2} />}
          <PhonesCard overview={overview} />
          {overview.attention.length === 0 && <AttentionCard overview={overview} />}
        </Stack>
      </SimpleGrid>
    </>
  );
}
