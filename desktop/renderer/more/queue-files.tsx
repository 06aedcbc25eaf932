import { Alert, Button, FileButton, Group, Paper, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDeviceMobileUp } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferFault } from '#shared/contract/desktop/queue-files.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { importQueueFile, offerQueueFile, queueFilesQuery } from '../api/queue-files.ts';
import { ActDialog } from '../desk/act-dialog.tsx';
import { QueueFileTable } from './queue-file-table.tsx';

interface Offered {
  name: string;
  fault: OfferFault | null;
  sha256: string;
}

/** What is far too large is not read at all. */
async function offer(file: File): Promise<Offered> {
  const name = file.name.slice(0, LIMITS.identifierChars);
  if (file.size > LIMITS.queueFileBytes + LIMITS.identifierChars) return { name, fault: 'TOO_LARGE', sha256: '' };
  return { name, ...(await offerQueueFile(new Uint8Array(await file.arrayBuffer()))) };
}

/** A phone's file, chosen or dragged here, goes to HQ unopened; and what came of those before. */
export function QueueFiles() {
  const { t } = useTranslation('depot');
  const { data } = useQuery(queueFilesQuery);
  const [isOver, setOver] = useState(false);
  const offered = useMutation({ mutationFn: offer });
  const take = (file: File | null | undefined) => {
    if (file) offered.mutate(file);
  };
  const drop = (dropped: DragEvent) => {
    dropped.preventDefault();
    setOver(false);
    take(dropped.dataTransfer.files[0]);
  };
  return (
    <Stack gap="sm" mb="lg">
      <Paper
        withBorder
        p="sm"
        role="group"
        aria-label={t('queueFiles.title')}
        style={{ borderStyle: isOver ? 'solid' : 'dashed' }}
        onDragOver={(over) => {
          over.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Group justify="space-between" gap="md">
          <Text maw={760}>{t('queueFiles.lead')}</Text>
          <FileButton onChange={take}>
            {(props) => (
              <Button
                {...props}
                size="md"
                variant="default"
                loading={offered.isPending}
                leftSection={<IconDeviceMobileUp size={20} aria-hidden />}
              >
                {t('queueFiles.choose')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Paper>
      {offered.error && <ErrorNote code={failureIn(offered.error).code} />}
      {offered.data?.fault && <OfferRefused fault={offered.data.fault} />}
      {data && data.items.length > 0 && <QueueFileTable files={data.items} />}
      {offered.data?.fault === null && <ImportDialog offered={offered.data} onClose={() => offered.reset()} />}
    </Stack>
  );
}

function OfferRefused({ fault }: { fault: OfferFault }) {
  const { t } = useTranslation('depot');
  return (
    <Alert
      role="alert"
      color={fault === 'ALREADY_HERE' ? 'gray' : 'red'}
      variant="outline"
      bg="var(--surface)"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(`queueFiles.fault.${fault}`)}
    >
      <Text>{t('queueFiles.safe')}</Text>
    </Alert>
  );
}

function ImportDialog({ offered: { name, sha256 }, onClose }: { offered: Offered; onClose: () => void }) {
  const { t } = useTranslation('depot');
  return (
    <ActDialog
      title={t('queueFiles.of', { name })}
      confirm={t('queueFiles.confirm')}
      act={(by) => importQueueFile({ by, sha256, name })}
      onDone={onClose}
      onClose={onClose}
    >
      <Text>{t('queueFiles.more')}</Text>
    </ActDialog>
  );
}
