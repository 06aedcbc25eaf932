import { Button, Group, Select } from '@mantine/core';
import { IconArrowLeft, IconBuildingBank, IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { CHEQUE_STATES } from '#shared/contract/hq/reports.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { useReport } from '../accounting/use-report.ts';
import { hqRequest } from '../api/client.ts';
import { ActButton } from '../list/act-button.tsx';
import { DateRange } from '../list/date-range.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { BounceDialog, DepositDialog } from './cheque-acts.tsx';
import { Slip } from './slip.tsx';
import '#shared/ui/paper/paper.css';
import '../papers/invoice-page.css';

/** The slip with which cheques are brought to a bank, and what became of each. */
export function ChequesPage() {
  const { t } = useTranslation(['hq', 'ui']);
  const [asked, change] = useParams(['from', 'to', 'depot_id', 'state']);
  const opened = useOpened();
  const { data, error } = useReport(hqRequest('GET /reports/cheques', { query: asked }));
  usePageTitle(t('cheques.title'));
  const here = data?.items.filter(({ deposited_at, bounced_at }) => !deposited_at && !bounced_at) ?? [];
  return (
    <div className="paper-page">
      <Group justify="space-between" align="end" className="paper-tools">
        <Button
          component={Link}
          to="/payments"
          leftSection={<IconArrowLeft size={18} className="mirrored" aria-hidden />}
        >
          {t('nav.payments')}
        </Button>
        <Group gap="sm" align="end">
          <DateRange from={asked.from || (data?.from ?? '')} to={asked.to || (data?.to ?? '')} onChange={change} />
          <DepotFilter value={asked.depot_id} onChange={(depot_id) => change({ depot_id })} />
          <Select
            w={180}
            label={t('cheques.state')}
            placeholder={t('cheques.standing')}
            clearable
            data={CHEQUE_STATES.map((value) => ({ value, label: t(`cheques.states.${value}`) }))}
            value={asked.state || null}
            onChange={(state) => change({ state: state ?? '' })}
          />
          {here.length > 0 && (
            <ActButton
              act="POST /cheques/deposit"
              icon={IconBuildingBank}
              onClick={() => opened.show({ act: 'deposit' })}
            >
              {t('cheques.deposit')}
            </ActButton>
          )}
          <NextButton leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t('ui:action.print')}
          </NextButton>
        </Group>
      </Group>
      {error && <ErrorNote code={failureIn(error).code} what={t('statement.refused')} />}
      {data && <Slip report={data} onBounced={(id) => opened.show({ act: 'bounce', open: id })} />}
      {!data && !error && <LoadingShape rows={1} height={600} />}
      <DepositDialog opened={opened.act === 'deposit'} cheques={here} onClose={opened.close} />
      <BounceDialog
        cheque={(opened.act === 'bounce' && data?.items.find(({ id }) => id === opened.open)) || null}
        onClose={opened.close}
      />
    </div>
  );
}
