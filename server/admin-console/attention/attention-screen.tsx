import { SegmentedControl } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventRecord } from '#shared/contract/hq/records.ts';
import { reasonWords } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useParams } from '../list/use-params.ts';
import { AboutLink } from './about-link.tsx';
import { AlertsList } from './alerts-list.tsx';
import { HeldDrawer } from './held-drawer.tsx';
import { actionWords } from './words.ts';

const KINDS = ['refused', 'held', 'alerts'] as const;
type Kind = (typeof KINDS)[number];
const NOTHING_OPEN = { open: '', entry: '' };

/** HQ's inbox: what was refused, what is held for a decision, and what looks odd. */
export function AttentionScreen() {
  const { t } = useTranslation('hq');
  const [params, change] = useParams(['kind', 'depot_id', 'open', 'entry']);
  const kind: Kind = KINDS.find((known) => known === params.kind) ?? 'refused';
  const filters = { depot_id: params.depot_id };
  const clearFilters = params.depot_id ? () => change({ depot_id: '' }) : null;
  const head = (
    <>
      <SegmentedControl
        size="sm"
        aria-label={t('attention.tabs')}
        data={KINDS.map((value) => ({ value, label: t(`attention.${value}`) }))}
        value={kind}
        onChange={(chosen) => change({ kind: chosen, ...NOTHING_OPEN })}
      />
      <DepotFilter value={params.depot_id} onChange={(depot_id) => change({ depot_id })} />
    </>
  );
  const shared = { filters, clearFilters, head };
  switch (kind) {
    case 'refused':
      return <Entries key={kind} list="conflicts" none={t('attention.refusedMore')} {...shared} />;
    case 'held':
      return (
        <>
          <Entries
            key={kind}
            list="quarantine"
            none={t('attention.heldMore')}
            opened={params.open}
            onOpen={(id) => change({ open: id })}
            {...shared}
          />
          <HeldDrawer id={params.open} onClose={() => change({ open: '' })} />
        </>
      );
    case 'alerts':
      return (
        <>
          <AlertsList head={head} />
          <HeldDrawer id={params.entry} onClose={() => change({ entry: '' })} />
        </>
      );
  }
}

interface InboxProps {
  filters: Record<string, string>;
  clearFilters: (() => void) | null;
  head: React.ReactNode;
}

interface EntriesProps extends InboxProps {
  list: 'conflicts' | 'quarantine' | 'events';
  none: string;
  /** Where an entry opens. */
  opened?: string;
  onOpen?: (id: string) => void;
}

function Entries({ list: name, none, filters, clearFilters, head, opened, onOpen }: EntriesProps) {
  const { t } = useTranslation(['hq', 'ui']);
  const list = useList(name, filters);
  const columns: Column<EventRecord>[] = [
    { head: t('attention.what'), cell: ({ action }) => t(`attention.action.${actionWords(action)}`) },
    { head: t('attention.at'), cell: ({ stored_at }) => <Moment at={stored_at} /> },
    { head: t('attention.about'), cell: (event) => <AboutLink event={event} /> },
    { head: t('attention.who'), cell: ({ user_name }) => <bdi>{user_name ?? UNNAMED}</bdi> },
    {
      head: t('attention.why'),
      cell: ({ error_code }) => (error_code ? t(`ui:reason.${reasonWords(error_code)}`) : UNNAMED),
    },
  ];
  return (
    <>
      <ListHead title={t('attention.title')} list={list}>
        {head}
      </ListHead>
      <ListBody
        list={list}
        columns={columns}
        label={t('attention.title')}
        keyOf={({ id }) => id}
        {...(opened !== undefined && { opened })}
        {...(onOpen && { onOpen: ({ id }: EventRecord) => onOpen(id) })}
        clearFilters={clearFilters}
        empty={{ icon: IconCircleCheck, title: t('attention.none'), text: none }}
      />
    </>
  );
}
