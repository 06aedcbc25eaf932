import { Button, Stack, Text } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import { usePhone } from '../../app/phone-context.tsx';
import { useToday } from '../../app/use-today.ts';

/** For a phone that meets no network for long: what waits, as a file to hand in. The queue stays as it is. */
export function SaveQueue() {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const { today = '' } = useToday();
  const saving = useMutation({
    mutationFn: async () => {
      const made = await phone.exportQueue();
      if (made.kind === 'made') saveFile(`${t('outbox.file.name')}-${today}.jwe`, [made.file], QUEUE_FILE_MEDIA_TYPE);
      return made.kind;
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
        {t('outbox.file.save')}
      </Button>
      <Text role="status">
        {saving.data === 'made' && t('outbox.file.done')}
        {saving.data === 'no_key' && t('outbox.file.noKey')}
      </Text>
    </Stack>
  );
}
