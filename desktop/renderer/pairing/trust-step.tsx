import { Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TrustPage } from '#shared/contract/desktop.ts';
import { fingerprintGroups } from '#shared/domain/fingerprint.ts';
import { QrCode } from '#shared/ui/qr-code.tsx';

/** Before anything else, a phone has to trust the company's machines: the page for it, and what to compare. */
export function TrustStep({ page }: { page: TrustPage }) {
  const { t } = useTranslation('depot');
  const [url = ''] = page.urls;
  return (
    <Paper withBorder p="lg" mb="lg">
      <Group align="start" gap="xl" wrap="nowrap">
        <Stack gap="sm" flex={1}>
          <Title order={3}>{t('pairing.trust')}</Title>
          <Text size="lg">{t('pairing.trustHow', { url: `\u2066${url}\u2069` })}</Text>
          <Text>{t('pairing.trustCompare')}</Text>
          <SimpleGrid
            cols={8}
            spacing="xs"
            verticalSpacing={4}
            maw={560}
            className="ltr"
            data-fingerprint={page.fingerprint}
          >
            {numbered(fingerprintGroups(page.fingerprint)).map(({ place, group }) => (
              <Text key={place} ff="monospace" fz={20} fw={600}>
                {group}
              </Text>
            ))}
          </SimpleGrid>
        </Stack>
        <Paper withBorder p={0} bg="#fff" w={220} style={{ overflow: 'hidden', flexShrink: 0 }}>
          <QrCode text={url} label={t('pairing.trustCode')} />
        </Paper>
      </Group>
    </Paper>
  );
}

const numbered = (groups: string[]) => groups.map((group, place) => ({ place, group }));
