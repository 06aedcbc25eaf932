import { useLayoutEffect, useRef, useState } from 'react';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import {
  type DeliveryNoteProps,
  NoteCode,
  NoteFacts,
  NoteHands,
  NoteLines,
  NoteRecipient,
  NoteTitle,
  NoteTotals,
  useNoteTexts,
} from './note-parts.tsx';
import { pagesOf } from './paginate.ts';

/** A note on sheets of paper, as many as it takes; each says which of how many it is. */
export function PagedNote(props: DeliveryNoteProps) {
  const { delivery, language } = props;
  const article = useRef<HTMLElement>(null);
  const [pages, setPages] = useState<number[][] | null>(null);
  useLayoutEffect(() => {
    if (article.current && pages === null) setPages(measuredPages(article.current));
  }, [pages]);
  const shown = pages ?? [delivery.lines.map((_, row) => row)];
  return (
    <article
      ref={article}
      className="note"
      lang={language}
      dir={language === 'ar' ? 'rtl' : 'ltr'}
      data-cancelled={delivery.status === 'CANCELLED'}
      aria-label={delivery.reference}
    >
      {shown.map((rows, page) => (
        <Sheet
          key={rows.join()}
          {...props}
          page={page}
          pages={shown.length}
          lines={rows.flatMap((row) => delivery.lines[row] ?? [])}
        />
      ))}
    </article>
  );
}

interface SheetProps extends DeliveryNoteProps {
  /** From 0. */
  page: number;
  pages: number;
  lines: DeliveryLine[];
}

function Sheet({ page, pages, ...props }: SheetProps) {
  const { delivery, language } = props;
  const t = useNoteTexts(language);
  return (
    <section className="sheet">
      {page === 0 && (
        <div className="note-top">
          <div>
            <NoteTitle {...props} />
            <NoteFacts {...props} />
            <NoteRecipient {...props} />
          </div>
          <NoteCode {...props} />
        </div>
      )}
      <NoteLines {...props} />
      {page === pages - 1 && (
        <div className="note-tail">
          <NoteTotals {...props} />
          <NoteHands {...props} />
        </div>
      )}
      <footer className="note-foot">
        <bdi>{delivery.reference}</bdi>
        <span>{t('note.page', { page: page + 1, pages })}</span>
      </footer>
    </section>
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
  const further = paper - heightOf('thead') - heightOf('.note-foot');
  const rows = [...article.querySelectorAll('tbody tr')].map((row) => row.getBoundingClientRect().height);
  return pagesOf(rows, { first: further - heightOf('.note-top'), further, tail: heightOf('.note-tail') });
}
