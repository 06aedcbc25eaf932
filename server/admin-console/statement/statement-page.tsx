import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClientStatement } from '#shared/contract/hq/reports.ts';
import { csvAmount } from '#shared/domain/csv.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { ask, hqRequest } from '../api/client.ts';
import { FileMenu } from '../files/file-menu.tsx';
import type { FileColumn, FileForm } from '../files/list-file.ts';
import { saveRows } from '../files/workbook.ts';
import { DateRange } from '../list/date-range.tsx';
import { useParams } from '../list/use-params.ts';
import { useSession } from '../session/session-context.tsx';
import { ledgerText } from './ledger-text.ts';
import { StatementPaper } from './statement-paper.tsx';
import '#shared/ui/paper/paper.css';
import '../papers/invoice-page.css';

/** A client's account over some days, to be printed or taken as a file. */
export function StatementPage({ id }: { id: string }) {
  const { t } = useTranslation(['hq', 'ui']);
  const session = useSession();
  const [range, change] = useParams(['from', 'to']);
  const { data, error } = useQuery({
    queryKey: ['clients', 'statement', id, range],
    queryFn: () => ask(session, hqRequest('GET /clients/:id/statement', { params: { id }, query: range })),
  });
  usePageTitle(data?.client_name, t('statement.title'));
  return (
    <div className="paper-page">
      <Group justify="space-between" align="end" className="paper-tools">
        <Button
          component={Link}
          to={`/clients?open=${id}`}
          leftSection={<IconArrowLeft size={18} className="mirrored" aria-hidden />}
        >
          {t('nav.clients')}
        </Button>
        <Group gap="sm" align="end">
          <DateRange from={range.from || (data?.from ?? '')} to={range.to || (data?.to ?? '')} onChange={change} />
          {data && <FileButton statement={data} />}
          <NextButton leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t('ui:action.print')}
          </NextButton>
        </Group>
      </Group>
      {error && <ErrorNote code={failureIn(error).code} what={t('statement.refused')} />}
      {data && <StatementPaper statement={data} />}
      {!data && !error && <LoadingShape rows={1} height={700} />}
    </div>
  );
}

function FileButton({ statement }: { statement: ClientStatement }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const columns: FileColumn<ClientStatement['items'][number]>[] = [
    { head: t('statement.at'), value: ({ at }) => formatDate(at, language) },
    { head: t('statement.what'), value: ({ kind }) => t(`statement.kind.${ledgerText(kind)}`) },
    { head: t('statement.paper'), value: ({ reference }) => reference },
    { head: t('statement.debit'), value: ({ amount }) => (amount > 0 ? csvAmount(amount) : null) },
    { head: t('statement.credit'), value: ({ amount }) => (amount > 0 ? null : csvAmount(-amount)) },
    { head: t('clients.balance'), value: ({ balance }) => csvAmount(balance) },
  ];
  const save = (form: FileForm) =>
    saveRows(
      { name: `${t('statement.title')} ${statement.client_name}`, day: statement.to, form },
      columns,
      statement.items,
    );
  return <FileMenu onChoose={(form) => void save(form)} />;
}
