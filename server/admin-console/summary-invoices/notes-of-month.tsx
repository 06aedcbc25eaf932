import { Button, Group, Stack, Text } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UninvoicedNote, UninvoicedOfClient } from '#shared/contract/hq/summary-invoices.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatMonth } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { ask, hqRequest } from '../api/client.ts';
import { useOpened } from '../list/use-params.ts';
import { useSession } from '../session/session-context.tsx';
import type { SummaryProps } from './asked.ts';
import { type Draft, MakeDialog } from './make-dialog.tsx';
import { NotesTable } from './notes-table.tsx';
import { Preview } from './preview.tsx';

/** A client's delivery notes of a month that no invoice names yet, in the depot whose series would number it. */
export function NotesOfMonth({ asked, change }: SummaryProps) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const session = useSession();
  const opened = useOpened();
  // It outlives what it was chosen from, which is gone once it is invoiced.
  const [draft, setDraft] = useState<Draft | null>(null);
  const { client_id, depot_id, month } = asked;
  const { data, error, refetch } = useQuery({
    queryKey: ['invoices', 'uninvoiced', asked],
    queryFn: () =>
      ask(session, hqRequest('GET /clients/:id/uninvoiced', { params: { id: client_id }, query: { month, depot_id } })),
  });
  if (error) return <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />;
  if (!data) return <LoadingShape rows={6} height={44} />;
  const others = data.months.filter((other) => other.month !== month);
  // Each depot numbers its own: without a choice, that of the first note.
  const depot = data.items[0]?.depot_id;
  return (
    <Stack>
      {depot === undefined ? (
        <EmptyState icon={IconFileInvoice} title={t('summary.noNote', { month: formatMonth(month, language) })}>
          {t('summary.noNoteMore')}
        </EmptyState>
      ) : (
        <Notes
          key={`${client_id} ${month} ${depot}`}
          found={data}
          depotId={depot}
          onMake={(notes) => {
            setDraft({ clientId: client_id, clientName: data.client_name, depotId: depot, notes });
            opened.show({ act: 'make' });
          }}
        />
      )}
      {others.length > 0 && (
        <Group gap="xs">
          <Text size="sm">{t('summary.otherMonths')}</Text>
          {others.map((other) => (
            <Button key={other.month} size="compact-sm" onClick={() => change({ month: other.month })}>
              {formatMonth(other.month, language)} ({other.notes})
            </Button>
          ))}
        </Group>
      )}
      <MakeDialog draft={draft} opened={opened.act === 'make'} onClose={opened.close} />
    </Stack>
  );
}

interface NotesProps {
  found: UninvoicedOfClient;
  depotId: number;
  onMake: (notes: UninvoicedNote[]) => void;
}

function Notes({ found, depotId, onMake }: NotesProps) {
  const { t } = useTranslation('hq');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const here = found.items.filter((note) => note.depot_id === depotId);
  const chosen = here.filter(({ id }) => !left.has(id));
  const choose = (ids: string[], isChosen: boolean) => {
    const next = new Set(left);
    for (const id of ids) isChosen ? next.delete(id) : next.add(id);
    setLeft(next);
  };
  return (
    <>
      {here.length < found.items.length && <Text size="sm">{t('summary.otherDepots')}</Text>}
      {found.items.length >= LIMITS.notesOfInvoice && (
        <Text size="sm">{t('summary.manyNotes', { count: LIMITS.notesOfInvoice })}</Text>
      )}
      <NotesTable notes={here} left={left} choose={choose} />
      <Preview notes={chosen} onMake={() => onMake(chosen)} />
    </>
  );
}
