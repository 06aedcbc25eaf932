import { FileInput, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDeviceMobileShare, IconFileImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { hqRequest, send } from '../api/client.ts';
import { useSession } from '../session/session-context.tsx';
import { Refused, Taken } from './queue-file-outcome.tsx';
import './queue-files.css';

/** The file in which a phone that reaches nobody has saved its unsent entries: HQ takes it in the phone's place. */
export function QueueFileScreen() {
  const { t } = useTranslation('hq');
  const [file, setFile] = useState<File | null>(null);
  const taking = useTaking();
  usePageTitle(t('nav.queueFile'));
  const choose = (chosen: File | null) => {
    setFile(chosen);
    taking.reset();
  };
  return (
    <Stack maw={760}>
      <Title order={1} size="h3">
        {t('nav.queueFile')}
      </Title>
      <Text c="dimmed">{t('queueFile.intro')}</Text>
      <DropPlace onDrop={choose}>
        <FileInput
          w={420}
          size="md"
          label={t('queueFile.file')}
          description={t('queueFile.drop')}
          placeholder={t('queueFile.choose')}
          accept=".jwe"
          leftSection={<IconDeviceMobileShare size={18} aria-hidden />}
          value={file}
          onChange={choose}
        />
        {file && !taking.data && (
          <NextButton
            leftSection={<IconFileImport size={20} aria-hidden />}
            loading={taking.isPending}
            onClick={() => taking.mutate(file)}
          >
            {t('queueFile.take')}
          </NextButton>
        )}
      </DropPlace>
      {taking.error && <Refused error={taking.error} />}
      {taking.data && <Taken taken={taking.data} />}
    </Stack>
  );
}

function useTaking() {
  const session = useSession();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const headers = { 'content-type': QUEUE_FILE_MEDIA_TYPE };
      return valueOrThrow(await send(session, hqRequest('POST /queue-files', { body: bytes }), headers)).body;
    },
    onSuccess: () => queries.invalidateQueries(),
  });
}

interface DropPlaceProps {
  onDrop: (file: File | null) => void;
  children: React.ReactNode;
}

/** A file may be let fall here; whoever has no mouse chooses it in the field. */
function DropPlace({ onDrop, children }: DropPlaceProps) {
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onDrop(event.dataTransfer.files[0] ?? null);
  };
  return (
    <Paper
      className="drop-place"
      withBorder
      p="lg"
      data-over={isOver || undefined}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Stack align="start">{children}</Stack>
    </Paper>
  );
}
