import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HqList } from '#shared/contract/hq/lists.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { type Export, useExport } from './use-export.ts';

/** What the list shows, all of it, as a file. */
export function ExportButton<L extends HqList>(what: Export<L>) {
  const { t } = useTranslation('hq');
  const { mutate, isPending, error } = useExport(what);
  return (
    <>
      <Button leftSection={<IconDownload size={18} aria-hidden />} loading={isPending} onClick={() => mutate()}>
        {t('list.file')}
      </Button>
      {error && <ErrorNote code={failureIn(error).code} />}
    </>
  );
}
