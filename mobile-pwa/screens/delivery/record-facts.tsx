import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DeliveredLine } from '#shared/contract/events.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { useBlobUrl } from '../../app/use-blob-url.ts';
import type { DeliveryDetails, DeliveryRecord } from '../../store/views.ts';
import { Fact } from '../fact.tsx';
import { useProductNames } from '../product-names.ts';

/** What was recorded here, exactly: goods, money, name and proof. An app of before has kept less of it. */
export function RecordFacts({ record }: { record: DeliveryRecord }) {
  const { t } = useTranslation('phone');
  const { said, lines } = record;
  if (said === null) return <CashFact cash={record.cash} />;
  if ('reason' in said) {
    return (
      <dl className="facts">
        <Fact name={t('delivery.why')}>{t(`delivery.failed.${said.reason}`)}</Fact>
        {said.note !== undefined && (
          <Fact name={t('delivery.record.note')}>
            <bdi>{said.note}</bdi>
          </Fact>
        )}
        <ProofFacts said={said} />
      </dl>
    );
  }
  return (
    <>
      {lines !== null && <RecordLines lines={lines} said={(said as Partial<DeliveryDetails>).lines ?? null} />}
      <dl className="facts">
        <MoneyFacts cash={record.cash} said={said} />
        <ProofFacts said={said} />
      </dl>
    </>
  );
}

function CashFact({ cash }: { cash: number | null }) {
  const { t } = useTranslation('phone');
  if (cash === null) return null;
  return (
    <dl className="facts">
      <Fact name={t('delivery.cashTaken')}>
        <Amount value={cash} />
      </Fact>
    </dl>
  );
}

/** `said` null: all was delivered as ordered. */
function RecordLines({ lines, said }: { lines: DeliveryLine[]; said: DeliveredLine[] | null }) {
  const { t } = useTranslation('phone');
  const nameOf = useProductNames();
  const ordered = new Map<number, number>();
  for (const { product_id, quantity } of lines) ordered.set(product_id, (ordered.get(product_id) ?? 0) + quantity);
  return (
    <ul className="rows delivery-lines">
      {[...ordered].map(([product, quantity]) => {
        const told = said?.find(({ product_id }) => product_id === product);
        const delivered = said === null ? quantity : (told?.delivered ?? 0);
        return (
          <li key={product} className="row">
            <span className="row-main">
              <bdi>{nameOf(product)}</bdi>
              <Text component="span" display="block" size="sm" c="dimmed">
                {delivered < quantity && t('delivery.refused', { count: quantity - delivered })}
                {told?.reason_code !== undefined && ` · ${t(`delivery.reason.${told.reason_code}`)}`}
                {told?.returned !== undefined && ` · ${t('delivery.returned')} ${formatNumber(told.returned)}`}
                {told?.lots?.map(({ lot_number, quantity: of }) => (
                  <span key={lot_number}>
                    {' '}
                    · {t('delivery.lotAdd')} <bdi>{lot_number}</bdi> : {formatNumber(of)}
                  </span>
                ))}
              </Text>
            </span>
            <Text component="span" fw={600}>
              <bdi>
                {formatNumber(delivered)} / {formatNumber(quantity)}
              </bdi>
            </Text>
          </li>
        );
      })}
    </ul>
  );
}

function MoneyFacts({ cash, said }: { cash: number | null; said: Partial<DeliveryDetails> }) {
  const { t } = useTranslation('phone');
  return (
    <>
      <Fact name={t('delivery.cashTaken')}>{cash === null ? t('delivery.record.none') : <Amount value={cash} />}</Fact>
      {said.cheque && (
        <Fact name={t('delivery.cheque')}>
          <Amount value={said.cheque.amount} /> · <bdi>{said.cheque.bank}</bdi> <bdi>{said.cheque.number}</bdi>
        </Fact>
      )}
      {said.empties?.map(({ kind, given, taken_back }) => (
        <Fact key={kind} name={t(`delivery.empty.${kind}`)}>
          {t('delivery.given')} {formatNumber(given)} · {t('delivery.taken_back')} {formatNumber(taken_back)}
        </Fact>
      ))}
      {said.received_by !== undefined && (
        <Fact name={t('delivery.receivedBy')}>
          <bdi>{said.received_by}</bdi>
        </Fact>
      )}
    </>
  );
}

type Proved = Pick<Partial<DeliveryDetails>, 'signature_blob' | 'photo_blobs' | 'location'>;

function ProofFacts({ said: { signature_blob, photo_blobs = [], location } }: { said: Proved }) {
  const { t } = useTranslation('phone');
  return (
    <>
      {signature_blob !== undefined && (
        <Fact name={t('proof.signature')}>
          <Picture sha256={signature_blob} alt={t('proof.signature')} />
        </Fact>
      )}
      {photo_blobs.length > 0 && (
        <Fact name={t('proof.photosTitle')}>
          {photo_blobs.map((sha256, index) => (
            <Picture key={sha256} sha256={sha256} alt={t('proof.photoOf', { place: index + 1 })} />
          ))}
        </Fact>
      )}
      {location !== undefined && <Fact name={t('proof.place.off')}>{t('proof.place.on')}</Fact>}
    </>
  );
}

function Picture({ sha256, alt }: { sha256: string; alt: string }) {
  const { t } = useTranslation('phone');
  const url = useBlobUrl(sha256);
  // What HQ has may have left a full phone.
  return url === null ? t('proof.kept') : <img className="proof-picture" src={url} alt={alt} />;
}
