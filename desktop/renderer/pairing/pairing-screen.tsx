import { Button, CopyButton, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { QrCode } from '#shared/ui/qr-code.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { overviewQuery } from '../api/queries.ts';
import { HubSilent } from '../home/hub-silent.tsx';
import { TrustStep } from './trust-step.tsx';

/** How a new phone finds this depot: the address by hand, the rest by one code. */
export function PairingScreen() {
  const { t } = useTranslation('depot');
  usePageTitle(t('pairing.title'));
  return (
    <>
      <Title order={2} mb="md">
        {t('pairing.title')}
      </Title>
      <PairingSteps />
    </>
  );
}

/** The same without the title: the wizard has its own. */
export function PairingSteps() {
  const { data, error, isPending } = useQuery(overviewQuery);
  return (
    <>
      {error && <HubSilent error={error} last={data ?? null} />}
      {isPending && <LoadingShape rows={1} height={420} />}
      {data?.trust_page && <TrustStep page={data.trust_page} />}
      {data && <Steps overview={data} />}
      {data && <Neighbours neighbours={data.neighbours} />}
    </>
  );
}

function Steps({ overview }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  return (
    <Group align="start" gap="xl">
      <List type="ordered" spacing="lg" size="xl" flex={1} miw={320} mt="md">
        <List.Item>{t('pairing.one')}</List.Item>
        <List.Item>
          <Stack gap="sm" align="start">
            <Text inherit>{t('pairing.two')}</Text>
            <Group>
              <Text fz={28} fw={600} className="ltr">
                {overview.app_url}
              </Text>
              <CopyAddress address={overview.app_url} />
            </Group>
          </Stack>
        </List.Item>
        <List.Item>
          <Stack gap="xs">
            <Text inherit>{t('pairing.three')}</Text>
            <Text c="dimmed">{t('pairing.once')}</Text>
          </Stack>
        </List.Item>
      </List>
      <Stack gap="sm" w={440} maw="100%">
        <Paper withBorder shadow="sm" p={0} bg="#fff" style={{ overflow: 'hidden' }}>
          <QrCode text={JSON.stringify(overview.pairing)} label={t('pairing.qrLabel')} />
        </Paper>
        <Text ta="center" c="dimmed">
          {t('pairing.code')}
        </Text>
      </Stack>
    </Group>
  );
}

/** Another hub in this yard is either a second PC of the company, or one that has no business here. */
function Neighbours({ neighbours }: Pick<DesktopOverview, 'neighbours'>) {
  const { t } = useTranslation('depot');
  if (neighbours.length === 0) return null;
  return (
    <Stack gap="xs" mt="xl">
      <Title order={3}>{t('pairing.neighbours')}</Title>
      <Text c="dimmed">{t('pairing.neighboursMore')}</Text>
      <List size="lg">
        {neighbours.map(({ hub, depot, host }) => (
          <List.Item key={hub}>
            <bdi>{depot}</bdi> · <bdi className="ltr">{host}</bdi>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function CopyAddress({ address }: { address: string }) {
  const { t } = useTranslation('ui');
  return (
    <CopyButton value={address}>
      {({ copied, copy }) => (
        <Button
          onClick={copy}
          leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
        >
          {copied ? t('action.copied') : t('action.copy')}
        </Button>
      )}
    </CopyButton>
  );
}
