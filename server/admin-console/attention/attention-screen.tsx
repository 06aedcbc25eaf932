import { SegmentedControl, Select } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventRecord } from '#shared/contract/hq/records.ts';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED } from '../api/directory.ts';
import { useList } from '../api/use-list.ts';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { AboutLink } from './about-link.tsx';
import { actionText, outcomeText } from './alert-text.ts';
import { AlertsList } from './alerts-list.tsx';
import { EntryDrawer } from './entry-drawer.tsx';

const KINDS = ['refused', 'held', 'corrections', 'alerts'] as const;
type Kind = (typeof KINDS)[number];
const NOTHING_OPEN = { open: '', entry: '', do: '' };

/** What HQ's inbox lists of each kind, and whether its entries are answered one by one. */
const LISTS = {
  refused: { list: 'conflicts', isAnswered: true },
  held: { list: 'quarantine', isAnswered: false },
  corrections: { list: 'corrections', isAnswered: true },
} as const;

/** HQ's inbox: what was refused, what is held for a decision, what is to be corrected, and what looks odd. */
export function AttentionScreen() {
  const { t } = useTranslation('hq');
  const [params, change] = useParams(['kind', 'depot_id', 'answered', 'open', 'entry', 'do']);
  const kind: Kind = KINDS.find((known) => known === params.kind) ?? 'refused';
  const head = (
    <>
      <SegmentedControl
        size="sm"
        aria-label={t('attention.tabs')}
        data={KINDS.map((value) => ({ value, label: t(`attention.${value}`) }))}
        value={kind}
        onChange={(chosen) => change({ kind: chosen, answered: '', ...NOTHING_OPEN })}
      />
      <DepotFilter value={params.depot_id} onChange={(depot_id) => change({ depot_id })} />
      {kind !== 'alerts' && LISTS[kind].isAnswered && (
        <AnsweredFilter value={params.answered} onChange={(answered) => change({ answered })} />
      )}
    </>
  );
  if (kind === 'alerts') {
    return (
      <>
        <AlertsList head={head} />
        <EntryDrawer id={params.entry} onClose={() => change({ entry: '', do: '' })} />
      </>
    );
  }
  const { list, isAnswered } = LISTS[kind];
  return (
    <>
      <Entries
        key={kind}
        list={list}
        none={t(`attention.${kind}More`)}
        filters={{ depot_id: params.depot_id, ...(isAnswered && { answered: params.answered || 'false' }) }}
        clearFilters={params.depot_id || params.answered ? () => change({ depot_id: '', answered: '' }) : null}
        head={head}
      />
      <EntryDrawer id={params.open} onClose={() => change(NOTHING_OPEN)} />
    </>
  );
}

/** What waits for an answer, or what has one. */
function AnsweredFilter({ value, onChange }: { value: string; onChange: (answered: string) => void }) {
  const { t } = useTranslation('hq');
  return (
    <Select
      w={180}
      label={t('attention.answeredOrNot')}
      allowDeselect={false}
      data={[
        { value: 'false', label: t('attention.open') },
        { value: 'true', label: t('attention.answered') },
      ]}
      value={value || 'false'}
      onChange={(chosen) => onChange(chosen === 'true' ? 'true' : '')}
    />
  );
}

interface EntriesProps {
  list: 'conflicts' | 'quarantine' | 'corrections';
  none: string;
  filters: Record<string, string>;
  clearFilters: (() => void) | null;
  head: React.ReactNode;
}

function Entries({ list: name, none, filters, clearFilters, head }: EntriesProps) {
  const { t } = useTranslation(['hq', 'ui']);
  const opened = useOpened();
  const list = useList(name, filters);
  const columns: Column<EventRecord>[] = [
    { head: t('attention.what'), cell: ({ action }) => t(`attention.action.${actionText(action)}`) },
    { head: t('attention.at'), cell: ({ stored_at }) => <Moment at={stored_at} /> },
    { head: t('attention.about'), cell: (event) => <AboutLink event={event} /> },
    { head: t('attention.who'), cell: ({ user_name }) => <bdi>{user_name ?? UNNAMED}</bdi> },
    {
      head: t('attention.why'),
      cell: ({ error_code }) => (error_code ? t(`ui:reason.${reasonText(error_code)}`) : UNNAMED),
    },
    ...(filters.answered === 'true'
      ? [
          {
            head: t('attention.answer'),
            cell: ({ answer }: EventRecord) => answer && t(`attention.outcome.${outcomeText(answer.outcome)}`),
          },
        ]
      : []),
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
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={clearFilters}
        empty={{ icon: IconCircleCheck, title: t('attention.none'), text: none }}
      />
    </>
  );
}
