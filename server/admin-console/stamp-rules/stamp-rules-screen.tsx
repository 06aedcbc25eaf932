import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StampRules } from '#shared/contract/hq/stamp-rules.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { stampRuleOn } from '#shared/domain/stamp-duty.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { dayOf, formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { ask, hqRequest } from '../api/client.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { useOpened } from '../list/use-params.ts';
import { useSession } from '../session/session-context.tsx';
import { Duties } from './duties.tsx';
import { NewRuleDialog } from './new-rule-dialog.tsx';
import { RuleAuthor } from './rule-author.tsx';
import { RuleState } from './rule-state.tsx';

/** A rule with whatever is known of who wrote it; what is shipped nobody here wrote. */
interface Row {
  rule: StampRule;
  by: string | null;
  at: string | null;
  reason: string | null;
  isReplaced: boolean;
}

/** Stamp duty on cash: what holds today, what will, and what held. */
export function StampRulesScreen() {
  const { t } = useTranslation('hq');
  const session = useSession();
  const opened = useOpened();
  const { data, error } = useQuery({
    queryKey: ['stamp-rules'],
    queryFn: () => ask(session, hqRequest('GET /stamp-rules')),
  });
  usePageTitle(t('nav.stampRules'));
  const today = dayOf(systemClock.now());
  const counting = data?.items.filter(({ is_replaced }) => !is_replaced).map(({ rule }) => rule);
  return (
    <Stack>
      <Title order={1} size="h3">
        {t('nav.stampRules')}
      </Title>
      <Text size="sm">{t('stamp.intro')}</Text>
      {error && <ErrorNote code={failureIn(error).code} />}
      {!data && !error && <LoadingShape rows={4} height={44} />}
      {data && (
        <>
          <Duties rule={stampRuleOn(counting, today)} title={t('stamp.today')} />
          <Rules rows={rowsOf(data)} inForce={stampRuleOn(counting, today)} today={today} />
          <div>
            <ActButton act="POST /stamp-rules" isNext onClick={() => opened.show({ act: 'new' })}>
              {t('stamp.add')}
            </ActButton>
          </div>
          <NewRuleDialog
            opened={opened.act === 'new'}
            from={stampRuleOn(counting, '9999-12-31')}
            onClose={opened.close}
          />
        </>
      )}
    </Stack>
  );
}

const rowsOf = ({ shipped, items }: StampRules): Row[] => [
  { rule: shipped, by: null, at: null, reason: null, isReplaced: false },
  ...items.map(({ rule, user_name, created_at, reason, is_replaced }) => ({
    ...{ rule, by: user_name, at: created_at, reason, isReplaced: is_replaced },
  })),
];

function Rules({ rows, inForce, today }: { rows: Row[]; inForce: StampRule; today: string }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const columns: Column<Row>[] = [
    { head: t('stamp.since'), cell: ({ rule }) => <bdi>{formatDate(rule.since, language)}</bdi> },
    { head: t('stamp.reading'), cell: ({ rule }) => t(`stamp.readings.${rule.reading}`) },
    {
      head: t('deliveries.status'),
      cell: ({ rule, isReplaced }) => (
        <RuleState
          {...{ since: rule.since, today, isReplaced }}
          isInForce={JSON.stringify(rule) === JSON.stringify(inForce)}
        />
      ),
    },
    { head: t('stamp.author'), cell: ({ by, at }) => <RuleAuthor by={by} at={at} /> },
    { head: t('form.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
  ];
  return (
    <DataTable
      columns={columns}
      rows={rows}
      label={t('nav.stampRules')}
      keyOf={({ rule, at }) => `${rule.since} ${at}`}
    />
  );
}
