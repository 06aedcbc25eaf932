import { IconFileOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopTours } from '#shared/contract/desktop/tours.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatAmount, formatDate, formatDateTime, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { type NoteLanguage, savedNoteLanguage, saveNoteLanguage } from '#shared/ui/paper/paper-choice.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { toursQuery } from '../api/queries.ts';
import { useNoteTexts } from '../note/note-parts.tsx';
import { NoteToolbar } from '../note/note-toolbar.tsx';
import { settledGoods, withSign } from './settlement-view.ts';
import '../note/delivery-note.css';
import '../note/note-page.css';
import './load-sheet.css';
import { productName } from '#shared/ui/product-name.ts';

/** What a driver's day came to by HQ, to be signed by who counted and by the driver: an A4 or more. */
export function SettlementPage({ driverId }: { driverId: number }) {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(toursQuery);
  const screenLanguage = useLanguage();
  const [language, setLanguage] = useState<NoteLanguage>(() => savedNoteLanguage(screenLanguage));
  const tour = data?.items.find(({ driver_user_id, state }) => driver_user_id === driverId && state === 'SETTLED');
  usePageTitle(t('tours.settlementOf', { name: tour?.driver_name ?? '' }));
  return (
    <div className="note-page" data-paper="A4">
      <style>{'@page { size: A4 portrait; margin: 0 }'}</style>
      <NoteToolbar
        back={{ path: '/tours', label: t('tours.back') }}
        language={language}
        onLanguage={(chosen) => {
          saveNoteLanguage(chosen);
          setLanguage(chosen);
        }}
        ready={tour !== undefined}
      />
      <main className="sheets">
        {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
        {isPending && <LoadingShape rows={1} height={600} />}
        {data && tour && <Settlement tour={tour} products={data.products} language={language} />}
        {data && !tour && (
          <EmptyState icon={IconFileOff} title={t('tours.notSettled')} isPage>
            {t('tours.notSettledMore')}
          </EmptyState>
        )}
      </main>
    </div>
  );
}

interface SettlementProps {
  tour: DesktopTours['items'][number];
  products: DesktopTours['products'];
  language: NoteLanguage;
}

function Settlement({ tour, products, language }: SettlementProps) {
  const t = useNoteTexts(language);
  return (
    <article className="note load-sheet" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
      <h1>{t('tours.settlement')}</h1>
      <p className="note-reference">
        <bdi>{tour.driver_name ?? t('tours.unnamed')}</bdi> · {formatDate(tour.day, language)}
      </p>
      {tour.settled_at !== null && (
        <p>
          {t('tours.settledAt')} {formatDateTime(tour.settled_at, language)}
        </p>
      )}
      {tour.settle_reason && (
        <p>
          {t('tours.settledByHq')} <bdi>{tour.settle_reason}</bdi>
        </p>
      )}
      <Goods tour={tour} products={products} language={language} />
      <Money tour={tour} language={language} />
      <div className="note-hands">
        <div>{t('tours.counter')}</div>
        <div>{t('tours.driverSigns')}</div>
      </div>
    </article>
  );
}

type Shown = (value: number, text: string) => string;
const asItIs: Shown = (_value, text) => text;

function Goods({ tour, products, language }: SettlementProps) {
  const t = useNoteTexts(language);
  const names = new Map(products.map((product) => [product.id, productName(product, language)]));
  const figure = (value: number | null, shown: Shown = asItIs) => (
    <td className="number">{value === null ? '—' : <bdi>{shown(value, formatNumber(value))}</bdi>}</td>
  );
  return (
    <table className="note-lines">
      <thead>
        <tr>
          <th scope="col">{t('note.product')}</th>
          {(['loaded', 'expected', 'counted', 'difference'] as const).map((name) => (
            <th key={name} scope="col" className="number">
              {t(`tours.figures.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {settledGoods(tour).map(({ productId, loaded, expected, counted, difference }) => (
          <tr key={productId}>
            <td>
              <bdi>{names.get(productId) ?? productId}</bdi>
            </td>
            {figure(loaded)}
            {figure(expected)}
            {figure(counted)}
            {figure(difference, withSign)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Money({ tour: { expected, counted, differences }, language }: Omit<SettlementProps, 'products'>) {
  const t = useNoteTexts(language);
  const amount = (value: number | undefined, shown: Shown = asItIs) => (
    <td className="number">{value === undefined ? '—' : <bdi>{shown(value, formatAmount(value, language))}</bdi>}</td>
  );
  const cheques = counted?.cheques ?? [];
  return (
    <>
      <table className="note-lines">
        <thead>
          <tr>
            <th scope="col">{t('tours.money')}</th>
            {(['expected', 'counted', 'difference'] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(`tours.figures.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{t('tours.cash')}</td>
            {amount(expected?.cash)}
            {amount(counted?.cash)}
            {amount(differences?.cash, withSign)}
          </tr>
        </tbody>
      </table>
      {cheques.map((cheque) => (
        <p key={`${cheque.bank} ${cheque.number}`}>
          {t('tours.cheque')} <bdi>{cheque.bank}</bdi> <bdi className="ltr">{cheque.number}</bdi> ·{' '}
          <bdi>{formatAmount(cheque.amount, language)}</bdi>
        </p>
      ))}
      {differences?.cheques.map((cheque) => (
        <p key={`differs ${cheque.bank} ${cheque.number}`}>
          <strong>{t(cheque.amount < 0 ? 'tours.chequeMissing' : 'tours.chequeMore')}</strong> <bdi>{cheque.bank}</bdi>{' '}
          <bdi className="ltr">{cheque.number}</bdi> · <bdi>{formatAmount(cheque.amount, language)}</bdi>
        </p>
      ))}
    </>
  );
}
