import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JournalAccounts } from '#shared/domain/sales-journal.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf, formatMonth } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { type Field, textOrNull } from '../form/fields.ts';
import { openMonths } from '../list/months.ts';

export const ACCOUNT_NAMES = [
  'journal',
  'clients',
  'sales',
  'tva',
  'stamp',
] as const satisfies readonly (keyof JournalAccounts)[];

interface NewAccountsDialogProps {
  opened: boolean;
  /** The accounts with which the form begins. */
  from: JournalAccounts;
  closedThrough: string | null;
  onClose: () => void;
}

/** Other accounts from a month on: never of one that is closed, so that what was exported stays what it was. */
export function NewAccountsDialog({ opened, from, closedThrough, onClose }: NewAccountsDialogProps) {
  const { t } = useTranslation('hq');
  return (
    <ActDialog
      opened={opened}
      title={t('accounts.change')}
      onClose={onClose}
      fields={useFields(closedThrough)}
      initial={{ ...from, since: dayOf(systemClock.now()).slice(0, 7), reason: '' }}
      toChange={({ since, reason, journal, clients, sales, tva, stamp }) =>
        hqRequest('POST /journal-accounts', {
          body: {
            ...{ since, reason: textOrNull(reason) },
            accounts: {
              journal: textOrNull(journal),
              clients: textOrNull(clients),
              sales: textOrNull(sales),
              tva: textOrNull(tva),
              stamp: textOrNull(stamp),
            },
          },
        })
      }
      submit={t('form.save')}
    >
      <List size="sm" spacing={4}>
        <List.Item>{t('accounts.open')}</List.Item>
        <List.Item>{t('accounts.closed')}</List.Item>
      </List>
    </ActDialog>
  );
}

function useFields(closedThrough: string | null): Field[] {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const months = openMonths(dayOf(systemClock.now()).slice(0, 7), closedThrough);
  return [
    {
      ...{ name: 'since', label: t('accounts.since'), kind: 'choice' },
      options: months.map((value) => ({ value, label: formatMonth(value, language) })),
    },
    ...ACCOUNT_NAMES.map((name): Field => ({ name, label: t(`accounts.names.${name}`), kind: 'account' })),
    { name: 'reason', label: t('stamp.reason'), kind: 'text' },
  ];
}
