import { useTranslation } from 'react-i18next';
import type { DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import type { Client, DeliveryLine, Product } from '#shared/contract/entities.ts';
import { formatAmount, formatAmountBare, formatDate, formatNumber, formatPercent } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { QrCode } from '#shared/ui/qr-code.tsx';
import './delivery-note.css';

export interface DeliveryNoteProps {
  delivery: DesktopDelivery;
  depot: string;
  products: ReadonlyMap<number, Product>;
  /** Planned for an earlier day than that of the list. */
  late: boolean;
  /** Null where the client has not reached this depot yet; the note then says the name alone. */
  client: Client | null;
}

/** The paper that travels with the goods. Ink on white, whatever the screen's colours are. */
export function DeliveryNote({ delivery, depot, products, client, late }: DeliveryNoteProps) {
  const { t } = useTranslation('depot');
  return (
    <article className="note" data-cancelled={delivery.status === 'CANCELLED'} aria-label={delivery.reference}>
      {delivery.status === 'CANCELLED' && <strong className="note-stamp">{t('note.cancelled')}</strong>}
      <div className="note-top">
        <div>
          <p className="note-company">{t('note.company')}</p>
          <p>{depot}</p>
          <h1>{t('note.title')}</h1>
          <p className="note-reference">
            <bdi>{delivery.reference}</bdi>
          </p>
          <Facts delivery={delivery} late={late} />
          <Recipient delivery={delivery} client={client} />
        </div>
        {delivery.qr_payload && (
          <figure className="note-qr">
            <QrCode text={delivery.qr_payload} label={t('note.qrLabel', { reference: delivery.reference })} />
            <figcaption>{t('note.scan')}</figcaption>
          </figure>
        )}
      </div>
      <Lines lines={delivery.lines} products={products} />
      <Totals delivery={delivery} />
      <div className="note-hands">
        <div>{t('note.deliveredBy')}</div>
        <div>{t('note.receivedBy')}</div>
      </div>
    </article>
  );
}

function Facts({ delivery, late }: { delivery: DesktopDelivery; late: boolean }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  return (
    <dl className="note-facts">
      <dt>{t('note.plannedFor')}</dt>
      <dd>
        {formatDate(delivery.planned_for, language)}
        {late && <strong> · {t('note.late')}</strong>}
      </dd>
      {delivery.driver_name && (
        <>
          <dt>{t('note.driver')}</dt>
          <dd>
            <bdi>{delivery.driver_name}</bdi>
          </dd>
        </>
      )}
    </dl>
  );
}

function Recipient({ delivery, client }: { delivery: DesktopDelivery; client: Client | null }) {
  const { t } = useTranslation('depot');
  return (
    <section className="note-client" aria-label={t('note.client')}>
      <strong>
        <bdi>{delivery.client_name}</bdi>
      </strong>
      {client?.address && <bdi>{client.address}</bdi>}
      {client?.phone && (
        <span>
          {t('note.phone')} <bdi className="ltr">{client.phone}</bdi>
        </span>
      )}
      {client?.tax_id && (
        <span>
          {t('note.taxId')} <bdi>{client.tax_id}</bdi>
        </span>
      )}
    </section>
  );
}

function Lines({ lines, products }: { lines: DeliveryLine[]; products: ReadonlyMap<number, Product> }) {
  const { t } = useTranslation('depot');
  return (
    <table className="note-lines">
      <thead>
        <tr>
          <th scope="col">{t('note.code')}</th>
          <th scope="col">{t('note.product')}</th>
          <th scope="col" className="number">
            {t('note.quantity')}
          </th>
          <th scope="col" className="number">
            {t('note.unitPrice')}
          </th>
          <th scope="col" className="number">
            {t('note.vat')}
          </th>
          <th scope="col" className="number">
            {t('note.lineTotal')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const product = products.get(line.product_id);
          return (
            <tr key={`${line.product_id} ${line.unit_price_ht} ${line.tva_rate}`}>
              <td className="code">
                <bdi>{product?.code ?? line.product_id}</bdi>
              </td>
              <td>
                <bdi>{product?.name ?? '—'}</bdi>
              </td>
              <td className="number">
                <bdi>
                  {formatNumber(line.quantity)} {product?.unit}
                </bdi>
              </td>
              <td className="number">{formatAmountBare(line.unit_price_ht)}</td>
              <td className="number">
                <bdi className="ltr">{formatPercent(line.tva_rate)}</bdi>
              </td>
              <td className="number">{formatAmountBare(line.quantity * line.unit_price_ht)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Totals({ delivery }: { delivery: DesktopDelivery }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  return (
    <div className="note-totals">
      <small>{t('note.currency')}</small>
      <dl>
        <dt>{t('note.totalHt')}</dt>
        <dd>{formatAmountBare(delivery.total_ht)}</dd>
        <dt>{t('note.totalVat')}</dt>
        <dd>{formatAmountBare(delivery.total_tva)}</dd>
        <dt className="due">{t('note.totalTtc')}</dt>
        <dd className="due">{formatAmount(delivery.total_ttc, language)}</dd>
      </dl>
    </div>
  );
}
