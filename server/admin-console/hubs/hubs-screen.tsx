import { Button } from '@mantine/core';
import { IconBuildingWarehouse, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hub } from '#shared/contract/entities.ts';
import { certificateHealth } from '#shared/domain/certificate-health.ts';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useNow } from '#shared/ui/use-now.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { rowsOf, useList } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useOpened } from '../list/use-params.ts';
import { useUser } from '../session/session-context.tsx';
import { HubCodeDialog } from './hub-code-dialog.tsx';
import { HubHealth } from './hub-health.tsx';
import { RevokeHubDialog } from './revoke-hub-dialog.tsx';

export function HubsScreen() {
  const { t } = useTranslation('hq');
  const user = useUser();
  const [enrolling, setEnrolling] = useState(false);
  const list = useList('hubs', {});
  const opened = useOpened();
  const columns = useColumns((hub) => opened.show({ open: hub.id, act: 'revoke' }));
  const leaving = opened.act === 'revoke' ? rowsOf(list).find(({ id }) => id === opened.open) : undefined;
  return (
    <>
      <ListHead
        title={t('hubs.title')}
        list={list}
        action={
          user.role === 'admin' && (
            <NextButton leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setEnrolling(true)}>
              {t('hubs.create')}
            </NextButton>
          )
        }
      />
      <ListBody
        list={list}
        columns={columns}
        label={t('hubs.title')}
        keyOf={({ id }) => id}
        clearFilters={null}
        empty={{ icon: IconBuildingWarehouse, title: t('hubs.none'), text: t('hubs.noneMore') }}
      />
      <RevokeHubDialog
        hub={user.role === 'admin' && leaving?.revoked_at == null ? (leaving ?? null) : null}
        onClose={opened.close}
      />
      <HubCodeDialog opened={enrolling} onClose={() => setEnrolling(false)} />
    </>
  );
}

/** Until when phones believe a hub; marked where that should have been put off long since. */
function CertificateEnd({ at, now }: { at: string | null; now: number }) {
  const language = useLanguage();
  if (at === null) return UNNAMED;
  const day = formatDate(at, language);
  const isGood = certificateHealth(Date.parse(at), now) === 'good';
  return isGood ? day : <StateBadge state="person">{day}</StateBadge>;
}

function useColumns(onRevoke: (hub: Hub) => void): Column<Hub>[] {
  const { t } = useTranslation('hq');
  const isAdmin = useUser().role === 'admin';
  const language = useLanguage();
  const depots = useDepots();
  const now = useNow();
  return [
    { head: t('hubs.name'), cell: ({ name }) => <strong>{name}</strong> },
    { head: t('hubs.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi> },
    { head: t('hubs.version'), cell: ({ app_version }) => app_version ?? UNNAMED },
    {
      head: t('hubs.seen'),
      cell: ({ last_seen_at }) => (last_seen_at ? <Moment at={last_seen_at} now={now} /> : t('hubs.never')),
    },
    {
      head: t('hubs.backlog'),
      cell: ({ backlog }) => (backlog > 0 ? <StateBadge state="depot" count={backlog} /> : '0'),
    },
    { head: t('hubs.health'), cell: (hub) => <HubHealth hub={hub} now={now} /> },
    { head: t('hubs.certificate'), cell: (hub) => <CertificateEnd at={hub.certificate_expires_at} now={now} /> },
    {
      head: t('hubs.state'),
      cell: (hub) =>
        hub.revoked_at != null ? (
          <span>
            {t('hubs.revokedOn', { day: formatDate(hub.revoked_at, language) })} <bdi>{hub.revoke_reason}</bdi>
          </span>
        ) : (
          isAdmin && (
            <Button size="sm" onClick={() => onRevoke(hub)}>
              {t('hubs.revoke')}
            </Button>
          )
        ),
    },
  ];
}
