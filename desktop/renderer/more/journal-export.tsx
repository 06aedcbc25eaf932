import { Button, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { formatExact, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import { overviewQuery, readJournalPage } from '../api/queries.ts';
import { actionText } from './action-text.ts';
import { JOURNAL_FILE_ROWS, journalFile } from './journal-file.ts';

/** The journal that was searched, as a file that spreadsheets open. */
export function JournalExport({ search }: { search: string }) {
  const { t } = useTranslation(['depot', 'ui']);
  const language = useLanguage();
  const { data } = useQuery(overviewQuery);
  const save = useMutation({
    mutationFn: () =>
      journalFile((before, limit) => readJournalPage(search, before, limit), {
        heads: ['when', 'what', 'who', 'about', 'client', 'where'].map((name) => t(`more.${name as 'when'}`)),
        when: (at) => formatExact(at, language),
        what: ({ action }) => t(`more.actions.${actionText(action)}`),
        where: ({ error_code, custody }) =>
          error_code === null
            ? t(custody === 'AT_HQ' ? 'ui:state.hq' : 'ui:state.depot')
            : t(`ui:reason.${reasonText(error_code)}`),
      }),
    onSuccess: ({ parts }) =>
      saveFile(`journal-${data?.depot.code ?? ''}-${data?.now.slice(0, 10) ?? ''}.csv`, parts, 'text/csv'),
  });
  return (
    <>
      <Button
        leftSection={<IconFileSpreadsheet size={20} aria-hidden />}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t('more.export')}
      </Button>
      {save.error && <ErrorNote code={failureIn(save.error).code} />}
      {save.data?.isCut && (
        <Text role="status">{t('more.exportCut', { number: formatNumber(JOURNAL_FILE_ROWS) })}</Text>
      )}
    </>
  );
}
