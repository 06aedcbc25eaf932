import { useTranslation } from 'react-i18next';
import type { DesktopDelivery } from '#shared/contract/desktop/delivery.ts';
import type { Client, Company, DeliveryLine, Depot, Product } from '#shared/contract/entities.ts';
import { shortCode } from '#shared/domain/short-code.ts';
import { formatAmount, formatAmountBare, formatDate, formatNumber, formatPercent } from '#shared/ui/format.ts';
import type { NoteLanguage } from '#shared/ui/paper/paper-choice.ts';
import { productName, productUnit } from '#shared/ui/product-name.ts';
import { QrCode } from '#shared/ui/qr-code.tsx';

export interface DeliveryNoteProps {
  delivery: DesktopDelivery;
  depot: Depot;
  /** Null where HQ has not written the company's identities. */
  company: Company | null;
  products: ReadonlyMap<number, Product>;
  /** Planned for an earlier day than that of the list. */
  late: boolean;
  /** Null where the client has not reached this depot yet; the note then says the name alone. */
  client: Client | null;
  language: NoteLanguage;
}

export const useNoteTexts = (language: NoteLanguage) => useTranslation('depot', { lng: language }).t;

export const lineKey = ({ product_id, unit_price_ht, tva_rate }: DeliveryLine): string =>
  `${product_id} ${unit_price_ht} ${tva_rate}`;

export function NoteTitle({ delivery, ...issuer }: DeliveryNoteProps) {
  const t = useNoteTexts(issuer.language);
  return (
    <>
      {delivery.status === 'CANCELLED' && <strong className="note-stamp">{t('note.cancelled')}</strong>}
      <PaperIssuer {...issuer} />
      <h1>{t('note.title')}</h1>
      <p className="note-reference">
        <bdi>{delivery.reference}</bdi>
      </p>
    </>
  );
}

/** Whose paper it is: the company with the numbers that the law asks for, and its depot. */
export function PaperIssuer({ depot, company, language }: Pick<DeliveryNoteProps, 'depot' | 'company' | 'language'>) {
  const t = useNoteTexts(language);
  return (
    <>
      <p className="note-company">
        <bdi>{company === null ? t('note.company') : [company.name, company.legal_form].filter(Boolean).join(' ')}</bdi>
      </p>
      {company?.address && (
        <p>
          <bdi>{company.address}</bdi>
        </p>
      )}
      {company && <Identities of={company} language={language} />}
      <DepotLine depot={depot} language={language} />
    </>
  );
}

const IDENTITIES = ['rc', 'nif', 'nis', 'ai'] as const;

/** The legal numbers of whoever hands over, or of whoever receives, in one line. */
function Identities({
  of,
  language,
}: {
  of: Pick<Partial<Company>, (typeof IDENTITIES)[number]>;
  language: NoteLanguage;
}) {
  const { t } = useTranslation('ui', { lng: language });
  const named = IDENTITIES.filter((name) => of[name]);
  if (named.length === 0) return null;
  return (
    <p className="note-identities">
      {named.map((name) => (
        <span key={name}>
          {t(`paper.${name}`)} <bdi className="ltr">{of[name]}</bdi>
        </span>
      ))}
    </p>
  );
}

/** Where the goods come from, and whom to telephone. */
function DepotLine({ depot: { name, address, phone }, language }: { depot: Depot; language: NoteLanguage }) {
  const t = useNoteTexts(language);
  return (
    <p>
      <bdi>{[name, address].filter(Boolean).join(' · ')}</bdi>
      {phone && (
        <>
          {` · ${t('note.phone')} `}
          <bdi className="ltr note-whole">{phone}</bdi>
        </>
      )}
    </p>
  );
}

/** The code to scan, and below it the one to type where a camera fails. */
export function NoteCode({ delivery, language }: DeliveryNoteProps) {
  const t = useNoteTexts(language);
  if (!delivery.qr_payload) return null;
  const code = shortCode(delivery.qr_payload);
  return (
    <figure className="note-qr">
      <QrCode text={delivery.qr_payload} label={t('note.qrLabel', { reference: delivery.reference })} />
      <figcaption>
        {t('note.scan')}
        <br />
        <bdi className="ltr note-short-code">{`${code.slice(0, 4)}-${code.slice(4)}`}</bdi>
      </figcaption>
    </figure>
  );
}

export function NoteFacts({ delivery, late, language }: DeliveryNoteProps) {
  const t = useNoteTexts(language);
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

export function NoteRecipient({ delivery, client, language }: DeliveryNoteProps) {
  const t = useNoteTexts(language);
  return (
    <section className="note-client" aria-label={t('note.client')}>
      <strong>
        <bdi>{delivery.client_name}</bdi>
      </strong>
      {client?.address && (
        <span>
          <bdi>{client.address}</bdi>
        </span>
      )}
      {client?.phone && (
        <span>
          {t('note.phone')} <bdi className="ltr">{client.phone}</bdi>
        </span>
      )}
      {client?.tax_id && !client.nif && (
        <span>
          {t('note.taxId')} <bdi>{client.tax_id}</bdi>
        </span>
      )}
      {client && <Identities of={client} language={language} />}
    </section>
  );
}

export function NoteLines({ lines, products, language }: DeliveryNoteProps & { lines: DeliveryLine[] }) {
  const t = useNoteTexts(language);
  return (
    <table className="note-lines">
      <thead>
        <tr>
          <th scope="col">{t('note.code')}</th>
          <th scope="col">{t('note.product')}</th>
          {(['quantity', 'unit', 'unitPrice', 'vat', 'lineTotal'] as const).map((column) => (
            <th scope="col" className={column === 'unit' ? 'unit' : 'number'} key={column}>
              {t(`note.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const product = products.get(line.product_id);
          return (
            <tr key={lineKey(line)}>
              <ProductCode code={product?.code ?? String(line.product_id)} />
              <td>
                <bdi>{product ? productName(product, language) : '—'}</bdi>
              </td>
              <td className="number">{formatNumber(line.quantity)}</td>
              <UnitCell product={product} language={language} />
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

/** Longer ones wrap. */
const SHORT_CODE_CHARS = 12;

/** `CAM-250` is one word: a code that is read out or sought in a shelf stands in one line. */
export function ProductCode({ code }: { code: string }) {
  return (
    <td className={code.length <= SHORT_CODE_CHARS ? 'code note-whole' : 'code'}>
      <bdi>{code}</bdi>
    </td>
  );
}

/** Beside the number and not in its words: `22` and `pot`, since what a unit is called for many nobody has said. */
export function UnitCell({ product, language }: { product: Product | undefined; language: NoteLanguage }) {
  return <td className="unit">{product && <bdi>{productUnit(product, language)}</bdi>}</td>;
}

export function NoteTotals({ delivery, language }: DeliveryNoteProps) {
  const t = useNoteTexts(language);
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

/** Where both hands sign, by what each is told. */
export function NoteHands({ first, second }: { first: string; second: string }) {
  return (
    <div className="note-hands">
      <div>{first}</div>
      <div>{second}</div>
    </div>
  );
}

/** Where whoever hands over and whoever receives sign. */
export function DeliveryHands({ language }: Pick<DeliveryNoteProps, 'language'>) {
  const t = useNoteTexts(language);
  return <NoteHands first={t('note.deliveredBy')} second={t('note.receivedBy')} />;
}
