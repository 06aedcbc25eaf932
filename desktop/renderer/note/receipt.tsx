import { useLayoutEffect, useRef, useState } from 'react';
import { formatAmountBare, formatNumber, formatPercent } from '#shared/ui/format.ts';
import {
  type DeliveryNoteProps,
  lineKey,
  NoteCode,
  NoteFacts,
  NoteHands,
  NoteRecipient,
  NoteTitle,
  NoteTotals,
} from './note-parts.tsx';
import { PAPERS } from './paper.ts';
import './receipt.css';

const MM_PER_PX = 25.4 / 96;

/** A note on a roll of 80 mm: a page as long as it is, so that the printer cuts where it ends. */
export function Receipt(props: DeliveryNoteProps) {
  const { delivery, products, language } = props;
  const article = useRef<HTMLElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    if (article.current) setHeight(Math.ceil(article.current.getBoundingClientRect().height * MM_PER_PX) + 1);
  });
  const page = `roll-${delivery.id}`;
  return (
    <>
      {height > 0 && <style>{`@page ${page} { size: ${PAPERS['80mm'].width}mm ${height}mm; margin: 0 }`}</style>}
      <article
        ref={article}
        className="note receipt"
        style={{ page }}
        lang={language}
        dir={language === 'ar' ? 'rtl' : 'ltr'}
        data-cancelled={delivery.status === 'CANCELLED'}
        aria-label={delivery.reference}
      >
        <NoteTitle {...props} />
        <NoteFacts {...props} />
        <NoteRecipient {...props} />
        <ul className="receipt-lines">
          {delivery.lines.map((line) => {
            const product = products.get(line.product_id);
            return (
              <li key={lineKey(line)}>
                <bdi>{product?.name ?? '—'}</bdi>
                <span className="receipt-sum">
                  <bdi className="ltr">
                    {formatNumber(line.quantity)} × {formatAmountBare(line.unit_price_ht)} ·{' '}
                    {formatPercent(line.tva_rate)}
                  </bdi>
                  <bdi>{formatAmountBare(line.quantity * line.unit_price_ht)}</bdi>
                </span>
              </li>
            );
          })}
        </ul>
        <NoteTotals {...props} />
        <NoteCode {...props} />
        <NoteHands {...props} />
      </article>
    </>
  );
}
