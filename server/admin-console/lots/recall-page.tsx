import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LotRecall } from '#shared/contract/hq/stock.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDate, formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { saveFile } from '#shared/ui/save-file.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { ask, hqRequest } from '../api/client.ts';
import { useDepots } from '../api/directory.ts';
import { useSession } from '../session/session-context.tsx';
import { recallFile } from './recall-file.ts';
import { RecallPaper } from './recall-paper.tsx';
import '#shared/ui/paper/paper.css';
import '../papers/invoice-page.css';

/** Who got goods of a lot, to be printed or taken as a file: whoever is called has to be reached today. */
export function RecallPage({ id }: { id: string }) {
  const { t } = useTranslation(['hq', 'ui']);
  const session = useSession();
  const { data, error } = useQuery({
    queryKey: ['lots', 'recall', id],
    queryFn: () => ask(session, hqRequest('GET /lots/:id/recall', { params: { id } })),
  });
  usePageTitle(data?.lot_number, t('recall.title'));
  if (error) return <ErrorNote code={failureIn(error).code} />;
  return (
    <div className="paper-page">
      <Group justify="space-between" className="paper-tools">
        <Button
          component={Link}
          to={`/lots?open=${id}`}
          leftSection={<IconArrowLeft size={18} className="mirrored" aria-hidden />}
        >
          {t('nav.lots')}
        </Button>
        <Group gap="xs">
          {data && <FileButton recall={data} />}
          <NextButton leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t('ui:action.print')}
          </NextButton>
        </Group>
      </Group>
      {data ? <RecallPaper recall={data} /> : <LoadingShape rows={1} height={700} />}
    </div>
  );
}

function FileButton({ recall }: { recall: LotRecall }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const depots = useDepots();
  const save = () => {
    const text = recallFile(recall, {
      heads: [
        ...[t('invoices.client'), t('clients.phone'), t('recall.quantity'), t('recall.returned'), t('recall.when')],
        ...[t('recall.by'), t('recall.paper'), t('list.depot'), t('recall.source')],
      ],
      depot: (depot) => depots?.get(depot)?.name ?? '',
      at: (iso) => `${formatDate(iso, language)} ${formatDateTime(iso, language).slice(-5)}`,
      source: (source) => t(`recall.sources.${source}`),
    });
    saveFile(
      `${t('recall.fileName')}-${recall.lot_number.replaceAll(/[^\p{L}\p{N}-]+/gu, '_')}.csv`,
      [text],
      'text/csv',
    );
  };
  return (
    <Button leftSection={<IconDownload size={18} aria-hidden />} onClick={save}>
      {t('recall.file')}
    </Button>
  );
}
