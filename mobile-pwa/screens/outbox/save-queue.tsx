import { Button, Stack, Text } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import { usePhone } from '../../app/phone-context.tsx';
import { useToday } from '../../app/use-today.ts';
import type { FileEnd } from '../../store/queue-export.ts';

/** For a phone that meets no network for long: what waits, as a file to hand in. The queue stays as it is. */
export function SaveQueue() {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const { today = '' } = useToday();
  /** How many files of this queue were saved, and where the next one begins. */
  const [saved, setSaved] = useState<{ files: number; end: FileEnd | null }>({ files: 0, end: null });
  const saving = useMutation({
    mutationFn: async () => {
      const made = await phone.exportQueue(saved.end);
      if (made.kind === 'no_key') return made.kind;
      const files = saved.end === null ? 1 : saved.files + 1;
      const part = files === 1 && made.end === null ? '' : `-${files}`;
      saveFile(`${t('outbox.file.name')}-${today}${part}.jwe`, [made.file], QUEUE_FILE_MEDIA_TYPE);
      setSaved({ files, end: made.end });
      return made.end === null ? 'all' : 'part';
    },
  });
  return (
    <Stack gap="xs" mt="lg" align="start">
      <Text c="dimmed" size="sm">
        {t('outbox.file.why')}
      </Text>
      <Button
        variant="default"
        leftSection={<IconFileDownload aria-hidden />}
        loading={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {saved.end === null ? t('outbox.file.save') : t('outbox.file.next', { part: saved.files + 1 })}
      </Button>
      <Text role="status">
        {saving.data === 'all' && t('outbox.file.done')}
        {saving.data === 'part' && t('outbox.file.part')}
        {saving.data === 'no_key' && t('outbox.file.noKey')}
      </Text>
    </Stack>
  );
}
