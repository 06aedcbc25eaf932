import { Alert, Button, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { JournalReport } from '#shared/contract/hq/records.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { ask, hqRequest } from '../api/client.ts';
import { useSession } from '../session/session-context.tsx';
import { journalFaults } from './journal-faults.ts';

/** The journal of a device, checked anew from what is stored, event by event, when somebody asks for it. */
export function JournalCheck({ id }: { id: string }) {
  const { t } = useTranslation('hq');
  const session = useSession();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['devices', id, 'journal'],
    queryFn: () => ask(session, hqRequest('GET /devices/:id/journal', { params: { id } })),
    enabled: false,
  });
  return (
    <>
      <Text size="sm">{t('journal.intro')}</Text>
      <div>
        <Button leftSection={<IconRefresh size={18} aria-hidden />} loading={isFetching} onClick={() => void refetch()}>
          {t('journal.check')}
        </Button>
      </div>
      {error && <ErrorNote code={failureIn(error).code} />}
      {data && !isFetching && <Outcome report={data} />}
    </>
  );
}

function Outcome({ report }: { report: JournalReport }) {
  const { t } = useTranslation('hq');
  const faults = journalFaults(report);
  if (faults.length === 0) {
    const all = report.complete_up_to;
    return (
      <Alert role="status" color="green" variant="outline" icon={<IconCircleCheck aria-hidden />}>
        {all === 0 ? t('journal.empty') : t('journal.whole', { count: all })}
      </Alert>
    );
  }
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('journal.faulty')}
    >
      <List size="sm" spacing={4}>
        {faults.map(({ kind, numbers }) => (
          <List.Item key={kind}>
            {t(`journal.faults.${kind}`)} <bdi>{numbers}</bdi>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
