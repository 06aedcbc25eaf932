import { formatAmountBare, formatNumber, formatPercent } from '#shared/ui/format.ts';
import { RollPage } from '#shared/ui/paper/roll-page.tsx';
import {
  DeliveryHands,
  type DeliveryNoteProps,
  lineKey,
  NoteCode,
  NoteFacts,
  NoteRecipient,
  NoteTitle,
  NoteTotals,
} from './note-parts.tsx';
import './receipt.css';
import { productName } from '#shared/ui/product-name.ts';

/** A note on a roll of 80 mm. */
export function Receipt(props: DeliveryNoteProps) {
  const { delivery, products, language } = props;
  return (
    <RollPage
      page={`roll-${delivery.id}`}
      className="note receipt"
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
              <bdi>{product ? productName(product, language) : '—'}</bdi>
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
      <DeliveryHands language={language} />
    </RollPage>
  );
}
