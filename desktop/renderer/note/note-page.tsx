import { Group, SegmentedControl } from '@mantine/core';
import { IconArrowLeft, IconFileOff, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import type { DesktopDeliveries, DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { deliveriesQuery, overviewQuery } from '../api/queries.ts';
import { filterIn, isLate, matching, paramsOf, printable } from '../deliveries/filter.ts';
import { DeliveryNote } from './delivery-note.tsx';
import { isPaper, PAPERS, type Paper, savedPaper, savePaper } from './paper.ts';
import './note-page.css';

/** One delivery's note, or with no id those that the list showed; each begins a sheet. */
export function NotePage({ id }: { id: string | null }) {
  const { t } = useTranslation('depot');
  const [params] = useSearchParams();
  const filter = filterIn(params);
  const day = useQuery(deliveriesQuery(filter.day));
  const overview = useQuery(overviewQuery);
  const [paper, setPaper] = useState<Paper>(savedPaper);
  const error = day.error ?? overview.error;
  const items = day.data?.items ?? [];
  const notes = id === null ? printable(matching(items, filter)) : items.filter((delivery) => delivery.id === id);
  // The name of the file, too, where the paper is a PDF.
  usePageTitle(id === null ? t('deliveries.title') : notes[0]?.reference, t('note.print'));
  const back = `/deliveries?${paramsOf(filter)}`;
  const ready = day.data !== undefined && overview.data !== undefined;
  return (
    <div className="note-page" data-paper={paper}>
      <style>{`@page { size: ${paper} portrait; margin: 10mm; }`}</style>
      <Toolbar
        back={back}
        paper={paper}
        onPaper={(chosen) => {
          savePaper(chosen);
          setPaper(chosen);
        }}
        ready={ready && notes.length > 0}
      />
      <main className="sheets">
        {!ready && error && <ErrorNote code={failureIn(error).code} onRetry={() => void day.refetch()} />}
        {!ready && !error && <LoadingShape rows={1} height={600} />}
        {day.data && overview.data && <Sheets notes={notes} day={day.data} depot={overview.data.depot.name} />}
      </main>
    </div>
  );
}

function Sheets({ notes, day, depot }: { notes: DesktopDelivery[]; day: DesktopDeliveries; depot: string }) {
  const { t } = useTranslation('depot');
  if (notes.length === 0) {
    return (
      <EmptyState icon={IconFileOff} title={t('note.none')} isPage>
        {t('note.noneMore')}
      </EmptyState>
    );
  }
  const products = new Map(day.products.map((product) => [product.id, product]));
  const clients = new Map(day.clients.map((client) => [client.id, client]));
  return notes.map((delivery) => (
    <DeliveryNote
      key={delivery.id}
      delivery={delivery}
      depot={depot}
      products={products}
      client={clients.get(delivery.client_id) ?? null}
      late={isLate(delivery, day.day)}
    />
  ));
}

interface ToolbarProps {
  back: string;
  paper: Paper;
  onPaper: (paper: Paper) => void;
  ready: boolean;
}

function Toolbar({ back, paper, onPaper, ready }: ToolbarProps) {
  const { t } = useTranslation('depot');
  const print = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Whoever came here came to print: Enter is enough.
    if (ready) print.current?.focus();
  }, [ready]);
  return (
    <Group component="header" className="note-toolbar" justify="space-between">
      <Link to={back} className="note-back">
        <IconArrowLeft size={20} className="flip-in-rtl" aria-hidden />
        {t('note.back')}
      </Link>
      <Group>
        <SegmentedControl
          size="md"
          aria-label={t('note.paper')}
          data={[...PAPERS]}
          value={paper}
          onChange={(chosen) => isPaper(chosen) && onPaper(chosen)}
        />
        <NextButton
          ref={print}
          disabled={!ready}
          leftSection={<IconPrinter size={20} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('note.print')}
        </NextButton>
      </Group>
    </Group>
  );
}
