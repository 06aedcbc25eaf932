import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { NoteLanguage } from '#shared/ui/paper/paper-choice.ts';
import { useNoteTexts } from './note-parts.tsx';
import { pagesOf } from './paginate.ts';

interface PagedPaperProps {
  language: NoteLanguage;
  /** What the paper is called. */
  label: string;
  /** What each sheet says at its foot, so that a lost one finds its way back. */
  name: ReactNode;
  isCancelled?: boolean;
  /** Stands on the first sheet. */
  top: ReactNode;
  /** How many rows there are to deal out. */
  count: number;
  /** A table of these rows, by their places, with its heading. */
  table: (rows: number[]) => ReactNode;
  /** Stands below the last row. */
  tail: ReactNode;
}

/** A paper on as many sheets as it takes; each says which of how many it is. */
export function PagedPaper({ language, label, name, isCancelled, top, count, table, tail }: PagedPaperProps) {
  const t = useNoteTexts(language);
  const article = useRef<HTMLElement>(null);
  const [pages, setPages] = useState<number[][] | null>(null);
  useLayoutEffect(() => {
    if (article.current && pages === null) setPages(measuredPages(article.current));
  }, [pages]);
  const shown = pages ?? [Array.from({ length: count }, (_, row) => row)];
  return (
    <article
      ref={article}
      className="note"
      lang={language}
      dir={language === 'ar' ? 'rtl' : 'ltr'}
      data-cancelled={isCancelled}
      aria-label={label}
    >
      {shown.map((rows, page) => (
        <section key={rows.join()} className="sheet">
          {page === 0 && <div className="note-top">{top}</div>}
          <div className="note-rows">{table(rows)}</div>
          {page === shown.length - 1 && <div className="note-tail">{tail}</div>}
          <footer className="note-foot">
            <span>{name}</span>
            <span>{t('note.page', { page: page + 1, pages: shown.length })}</span>
          </footer>
        </section>
      ))}
    </article>
  );
}

/** The rows as they stand on one endless sheet, dealt out to sheets of their real height. */
function measuredPages(article: HTMLElement): number[][] {
  const heightOf = (selector: string): number => {
    const element = article.querySelector(selector);
    if (element === null) return 0;
    const { marginTop, marginBottom } = getComputedStyle(element);
    return element.getBoundingClientRect().height + Number.parseFloat(marginTop) + Number.parseFloat(marginBottom);
  };
  const sheet = article.querySelector('.sheet');
  if (sheet === null) return [];
  const { paddingTop, paddingBottom, minHeight } = getComputedStyle(sheet);
  const paper = Number.parseFloat(minHeight) - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
  const further = paper - heightOf('.note-rows thead') - heightOf('.note-foot');
  const rows = [...article.querySelectorAll('.note-rows tbody tr')].map((row) => row.getBoundingClientRect().height);
  return pagesOf(rows, { first: further - heightOf('.note-top'), further, tail: heightOf('.note-tail') });
}
