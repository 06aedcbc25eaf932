import { Button, Group, Text, Title } from '@mantine/core';
import { IconFileCertificate, IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import { ask, hqRequest } from '../api/client.ts';
import { useSession } from '../session/session-context.tsx';

/** What shows to others what a device said: its evidence file, the page that verifies one, and the thumbprint to publish. */
export function Evidence({ id }: { id: string }) {
  const { t } = useTranslation('hq');
  const session = useSession();
  const verifier = useQuery({
    queryKey: ['evidence', 'verifier'],
    queryFn: () => ask(session, hqRequest('GET /evidence/verifier')),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const take = useMutation({
    mutationFn: async () => {
      const file = await ask(session, hqRequest('GET /devices/:id/evidence', { params: { id } }));
      saveFile(file.name, [file.text], 'application/json');
    },
  });
  const { data } = verifier;
  const failed = take.error ?? verifier.error;
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('evidence.title')}
      </Title>
      <Text size="sm">{t('evidence.intro')}</Text>
      <Group my="sm" gap="sm">
        <Button
          leftSection={<IconFileCertificate size={18} aria-hidden />}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          {t('evidence.take')}
        </Button>
        <Button
          leftSection={<IconShieldCheck size={18} aria-hidden />}
          disabled={!data}
          onClick={() => data && saveFile('verifier-une-preuve.html', [data.html], 'text/html')}
        >
          {t('evidence.verifier')}
        </Button>
      </Group>
      {failed && <ErrorNote code={failureIn(failed).code} />}
      {data && (
        <Text size="sm">
          {t('evidence.thumbprint')}{' '}
          <bdi className="ltr" style={{ overflowWrap: 'anywhere' }}>
            <strong className="thumbprint">{data.thumbprint}</strong>
          </bdi>
        </Text>
      )}
    </section>
  );
}
