import { Button } from '@mantine/core';
import { IconBan, IconCircleCheck, IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DAY_MS } from '#shared/contract/durations.ts';
import type { ServiceAccount } from '#shared/contract/hq/service-accounts.ts';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useNow } from '#shared/ui/use-now.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { textOrNull } from '../form/fields.ts';
import type { Column } from '../list/column.ts';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useOpened } from '../list/use-params.ts';
import { NewAccountDialog } from './new-account-dialog.tsx';
import { useScopeText } from './scope-text.ts';

/** The programs that may call HQ's API, each by a key of its own. */
export function ServiceAccountsScreen() {
  const { t } = useTranslation('hq');
  const opened = useOpened();
  const [revoking, setRevoking] = useState<ServiceAccount | null>(null);
  const list = useList('service-accounts', {});
  return (
    <>
      <ListHead
        title={t('programs.title')}
        list={list}
        action={
          <NextButton leftSection={<IconPlus size={20} aria-hidden />} onClick={() => opened.show({ act: 'new' })}>
            {t('programs.create')}
          </NextButton>
        }
      />
      <ListBody
        list={list}
        columns={useColumns(setRevoking)}
        label={t('programs.title')}
        keyOf={({ id }) => id}
        clearFilters={null}
        empty={{ icon: IconPlugConnected, title: t('programs.none'), text: t('programs.noneMore') }}
      />
      <NewAccountDialog opened={opened.act === 'new'} onClose={opened.close} />
      <ActDialog
        opened={revoking !== null}
        title={t('programs.revokeTitle', { name: revoking?.name ?? '' })}
        onClose={() => setRevoking(null)}
        fields={[{ name: 'reason', label: t('form.reason'), kind: 'text' }]}
        toChange={({ reason }) =>
          hqRequest('POST /service-accounts/:id/revoke', {
            params: { id: revoking?.id ?? '' },
            body: { reason: textOrNull(reason) },
          })
        }
        submit={t('programs.revoke')}
        danger
      >
        {t('programs.revokeText')}
      </ActDialog>
    </>
  );
}

function useColumns(revoke: (account: ServiceAccount) => void): Column<ServiceAccount>[] {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  const textOf = useScopeText();
  const now = useNow();
  return [
    {
      head: t('programs.name'),
      cell: ({ name }) => (
        <strong>
          <bdi>{name}</bdi>
        </strong>
      ),
    },
    { head: t('programs.key'), cell: ({ key_prefix }) => <bdi dir="ltr">{`${key_prefix}…`}</bdi> },
    { head: t('programs.scopes'), cell: ({ scopes }) => scopes.map(textOf).join(', ') },
    {
      head: t('programs.depot'),
      cell: ({ depot_id }) =>
        depot_id === null ? t('programs.allDepots') : <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi>,
    },
    { head: t('programs.madeBy'), cell: ({ created_by_name }) => <bdi>{created_by_name}</bdi> },
    {
      head: t('programs.used'),
      cell: ({ last_used_at }) => (last_used_at ? <Moment at={last_used_at} now={now} /> : t('programs.never')),
    },
    { head: t('programs.state'), cell: (account) => <KeyState account={account} now={now} /> },
    {
      head: t('programs.revoke'),
      cell: (account) =>
        account.revoked_at === null && (
          <Button
            size="sm"
            aria-label={t('programs.revokeName', { name: account.name })}
            onClick={() => revoke(account)}
          >
            {t('programs.revoke')}
          </Button>
        ),
    },
  ];
}

/** Whoever runs the program needs time for another key. */
const SOON_DAYS = 14;

function KeyState({ account: { revoked_at, expires_at }, now }: { account: ServiceAccount; now: number }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  if (revoked_at !== null) return <State icon={IconBan}>{t('programs.revoked')}</State>;
  if (expires_at === null) return <State icon={IconCircleCheck}>{t('programs.noEnd')}</State>;
  const left = Date.parse(expires_at) - now;
  if (left <= 0) return <State icon={IconBan}>{t('programs.ended')}</State>;
  // The key ends with its last day.
  const until = t('programs.until', { day: formatDate(new Date(Date.parse(expires_at) - 1).toISOString(), language) });
  return left < SOON_DAYS * DAY_MS ? (
    <StateBadge state="person">{until}</StateBadge>
  ) : (
    <State icon={IconCircleCheck}>{until}</State>
  );
}

function State({ icon: StateIcon, children }: { icon: typeof IconBan; children: string }) {
  return (
    <span className="key-state">
      <StateIcon size={18} aria-hidden /> {children}
    </span>
  );
}
