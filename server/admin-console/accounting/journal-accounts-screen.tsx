import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JournalAccountsList } from '#shared/contract/hq/journal-accounts.ts';
import { accountsOn, type JournalAccounts } from '#shared/domain/sales-journal.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { dayOf, formatMonth } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { Facts } from '../list/facts.tsx';
import { useOpened } from '../list/use-params.ts';
import { RuleAuthor } from '../stamp-rules/rule-author.tsx';
import { ACCOUNT_NAMES, NewAccountsDialog } from './new-accounts-dialog.tsx';
import { useJournalAccounts } from './use-journal-accounts.ts';

interface Row {
  since: string | null;
  accounts: JournalAccounts;
  by: string | null;
  at: string | null;
  reason: string | null;
}

/** Into which accounts the sales journal books: this month, and what was written for which months. */
export function JournalAccountsScreen() {
  const { t } = useTranslation('hq');
  const opened = useOpened();
  const { data, error } = useJournalAccounts();
  usePageTitle(t('nav.journalAccounts'));
  const month = dayOf(systemClock.now()).slice(0, 7);
  return (
    <Stack>
      <Title order={1} size="h3">
        {t('nav.journalAccounts')}
      </Title>
      <Text size="sm">{t('accounts.intro')}</Text>
      {error && <ErrorNote code={failureIn(error).code} />}
      {!data && !error && <LoadingShape rows={4} height={44} />}
      {data && (
        <>
          <ThisMonth accounts={accountsOn(data.items, month)} />
          <Written rows={rowsOf(data)} />
          <div>
            <ActButton act="POST /journal-accounts" isNext onClick={() => opened.show({ act: 'new' })}>
              {t('accounts.change')}
            </ActButton>
          </div>
          <NewAccountsDialog
            opened={opened.act === 'new'}
            from={accountsOn(data.items, '9999-12')}
            closedThrough={data.closed_through}
            onClose={opened.close}
          />
        </>
      )}
    </Stack>
  );
}

const rowsOf = ({ shipped, items }: JournalAccountsList): Row[] => [
  { since: null, accounts: shipped, by: null, at: null, reason: null },
  ...items.map(({ since, accounts, user_name, created_at, reason }) => ({
    ...{ since, accounts, by: user_name, at: created_at, reason },
  })),
];

function ThisMonth({ accounts }: { accounts: JournalAccounts }) {
  const { t } = useTranslation('hq');
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('accounts.thisMonth')}
      </Title>
      <Facts
        facts={ACCOUNT_NAMES.map((name) => ({ name: t(`accounts.names.${name}`), value: <bdi>{accounts[name]}</bdi> }))}
      />
    </section>
  );
}

function Written({ rows }: { rows: Row[] }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const columns: Column<Row>[] = [
    {
      head: t('accounts.since'),
      cell: ({ since }) => <bdi>{since === null ? '—' : formatMonth(since, language)}</bdi>,
    },
    ...ACCOUNT_NAMES.map(
      (name): Column<Row> => ({
        head: t(`accounts.names.${name}`),
        cell: ({ accounts }) => <bdi className="ltr">{accounts[name]}</bdi>,
      }),
    ),
    { head: t('stamp.author'), cell: ({ by, at }) => <RuleAuthor by={by} at={at} /> },
    { head: t('form.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
  ];
  return (
    <DataTable
      columns={columns}
      rows={rows}
      label={t('nav.journalAccounts')}
      keyOf={({ since, at }) => `${since} ${at}`}
    />
  );
}
