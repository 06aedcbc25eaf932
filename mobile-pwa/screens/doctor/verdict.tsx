import { Button, Stack, Text, Title } from '@mantine/core';
import { IconBuildingWarehouse, IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { STANDARD_PAIRING_PORT } from '#shared/contract/finding.ts';
import { type Cause, type Diagnosis, isByAddress } from '../../sync/doctor/diagnose.ts';
import type { CheckedNode } from './use-checkup.ts';

/** Where the depot's code may help: it names addresses that this phone does not know. */
const CODE_HELPS: readonly Cause[] = ['stranger', 'refused', 'certificate', 'no_name', 'silent'];

interface VerdictProps {
  diagnosis: Diagnosis;
  nodes: CheckedNode[];
  onAddDepot: () => void;
}

/** Which it is, what is safe, and what to do, one thing after another. */
export function Verdict({ diagnosis: { cause, isGuess, depot, findings }, nodes, onAddDepot }: VerdictProps) {
  const { t } = useTranslation('phone');
  const suspects = nodes.filter((_, index) => cause === 'certificate' && findings[index] === 'certificate');
  return (
    <div className="card">
      <Stack gap="sm">
        <div>
          {isGuess && <Text c="dimmed">{t('doctor.probably')}</Text>}
          <Title order={2} size="h4">
            {t(`doctor.cause.${cause}.title`, { depot })}
          </Title>
        </div>
        <Text>{t(`doctor.cause.${cause}.more`)}</Text>
        {cause !== 'well' && <Text>{t('doctor.safe')}</Text>}
        <ol className="doctor-steps">
          {t(`doctor.cause.${cause}.todo`)
            .split('\n')
            .map((step) => (
              <li key={step}>{step}</li>
            ))}
        </ol>
        {suspects.map(({ node }) => (
          <TrustLink key={node.url} url={node.url} />
        ))}
        {CODE_HELPS.includes(cause) && (
          <Button leftSection={<IconBuildingWarehouse aria-hidden />} onClick={onAddDepot}>
            {t('doctor.scanCode')}
          </Button>
        )}
      </Stack>
    </div>
  );
}

/** A page may not call plain HTTP, but a person may: where it opens, the hub is there and it is about trust. */
function TrustLink({ url }: { url: string }) {
  const { t } = useTranslation('phone');
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'https:' || !isByAddress(url)) return null;
  const href = `http://${hostname}:${STANDARD_PAIRING_PORT}/`;
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      leftSection={<IconExternalLink aria-hidden />}
    >
      {t('doctor.trustPage')} <span className="ltr">{new URL(href).host}</span>
    </Button>
  );
}
