import { IconFileOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import type { DesktopDeliveries, DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import {
  type NoteLanguage,
  PAPER_NAMES,
  PAPERS,
  type Paper,
  savedNoteLanguage,
  savedPaper,
  saveNoteLanguage,
  savePaper,
} from '#shared/ui/paper/paper-choice.ts';
import { useFontsReady } from '#shared/ui/paper/use-fonts-ready.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { deliveriesQuery } from '../api/queries.ts';
import { filterIn, isLate, matching, paramsOf, printable } from '../deliveries/filter.ts';
import { NoteToolbar } from './note-toolbar.tsx';
import { PagedNote } from './paged-note.tsx';
import { Receipt } from './receipt.tsx';
import './delivery-note.css';
import './note-page.css';

/** One delivery's note, or with no id those that the list showed; each begins a sheet. */
export function NotePage({ id }: { id: string | null }) {
  const { t } = useTranslation('depot');
  const [params] = useSearchParams();
  const filter = filterIn(params);
  const day = useQuery(deliveriesQuery(filter.day));
  const [paper, setPaper] = useState<Paper>(() => savedPaper(PAPER_NAMES));
  const screenLanguage = useLanguage();
  const [language, setLanguage] = useState<NoteLanguage>(() => savedNoteLanguage(screenLanguage));
  const hasFonts = useFontsReady(language);
  const { error } = day;
  const items = day.data?.items ?? [];
  const notes = id === null ? printable(matching(items, filter)) : items.filter((delivery) => delivery.id === id);
  // The name of the file, too, where the paper is a PDF.
  usePageTitle(id === null ? t('deliveries.title') : notes[0]?.reference, t('note.print'));
  const back = `/deliveries?${paramsOf(filter)}`;
  const ready = day.data !== undefined;
  return (
    <div className="note-page" data-paper={paper}>
      {PAPERS[paper].height !== null && <style>{`@page { size: ${paper} portrait; margin: 0 }`}</style>}
      <NoteToolbar
        back={{ path: back, label: t('note.back') }}
        paper={paper}
        language={language}
        onLanguage={(chosen) => {
          saveNoteLanguage(chosen);
          setLanguage(chosen);
        }}
        onPaper={(chosen) => {
          savePaper(chosen);
          setPaper(chosen);
        }}
        ready={ready && hasFonts && notes.length > 0}
      />
      <main className="sheets">
        {!ready && error && <ErrorNote code={failureIn(error).code} onRetry={() => void day.refetch()} />}
        {!ready && !error && <LoadingShape rows={1} height={600} />}
        {day.data && (
          // Anything that changes heights deals the rows out anew.
          <Sheets
            key={`${paper} ${language} ${hasFonts}`}
            notes={notes}
            day={day.data}
            paper={paper}
            language={language}
          />
        )}
      </main>
    </div>
  );
}

interface SheetsProps {
  notes: DesktopDelivery[];
  day: DesktopDeliveries;
  paper: Paper;
  language: NoteLanguage;
}

function Sheets({ notes, day, paper, language }: SheetsProps) {
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
  const Note = paper === '80mm' ? Receipt : PagedNote;
  return notes.map((delivery) => (
    <Note
      key={delivery.id}
      language={language}
      delivery={delivery}
      depot={day.depot}
      company={day.company}
      products={products}
      client={clients.get(delivery.client_id) ?? null}
      late={isLate(delivery, day.day)}
    />
  ));
}
