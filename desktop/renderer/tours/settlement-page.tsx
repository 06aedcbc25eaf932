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
import { useFontsReady } from '#shared/ui/paper/use-fonts-ready.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { toursQuery } from '../api/queries.ts';
import { NoteHands, PaperIssuer, useNoteTexts } from '../note/note-parts.tsx';
import { NoteToolbar } from '../note/note-toolbar.tsx';
import { PagedPaper } from '../note/paged-paper.tsx';
import { type SettledGoods, settledGoods, withSign } from './settlement-view.ts';
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
  const hasFonts = useFontsReady(language);
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
        ready={tour !== undefined && hasFonts}
      />
      <main className="sheets">
        {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
        {isPending && <LoadingShape rows={1} height={600} />}
        {data && tour && (
          // Anything that changes heights deals the rows out anew.
          <Settlement key={`${language} ${hasFonts}`} tour={tour} day={data} language={language} />
        )}
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
  day: DesktopTours;
  language: NoteLanguage;
}

function Settlement({ tour, day, language }: SettlementProps) {
  const t = useNoteTexts(language);
  const goods = settledGoods(tour);
  const name = tour.driver_name ?? t('tours.unnamed');
  const date = formatDate(tour.day, language);
  return (
    <PagedPaper
      language={language}
      label={t('tours.settlementOf', { name })}
      name={
        <>
          <bdi>{name}</bdi> · {date}
        </>
      }
      count={goods.length}
      top={
        <div>
          <PaperIssuer company={day.company} depot={day.depot} language={language} />
          <h1>{t('tours.settlement')}</h1>
          <p className="note-reference">
            <bdi>{name}</bdi> · {date}
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
        </div>
      }
      table={(rows) => (
        <Goods goods={rows.flatMap((row) => goods[row] ?? [])} products={day.products} language={language} />
      )}
      tail={
        <>
          <Money tour={tour} language={language} />
          <NoteHands first={t('tours.counter')} second={t('tours.driverSigns')} />
        </>
      }
    />
  );
}

type Shown = (value: number, text: string) => string;
const asItIs: Shown = (_value, text) => text;

interface GoodsProps extends Pick<DesktopTours, 'products'> {
  goods: SettledGoods[];
  language: NoteLanguage;
}

function Goods({ goods, products, language }: GoodsProps) {
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
        {goods.map(({ productId, loaded, expected, counted, difference }) => (
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

function Money({ tour: { expected, counted, differences }, language }: Omit<SettlementProps, 'day'>) {
  const t = useNoteTexts(language);
  const amount = (value: number | undefined, shown: Shown = asItIs) => (
    <td className="number">
      {value === undefined ? (
        '—'
      ) : (
        // A sign that comes first must not turn the amount round.
        <bdi dir={language === 'ar' ? 'rtl' : 'ltr'}>{shown(value, formatAmount(value, language))}</bdi>
      )}
    </td>
  );
  const cheques = counted?.cheques ?? [];
  return (
    <>
      <table className="note-lines note-further">
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
