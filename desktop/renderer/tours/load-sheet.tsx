import { IconFileOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopDeliveries } from '#shared/contract/desktop/delivery.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { type NoteLanguage, savedNoteLanguage, saveNoteLanguage } from '#shared/ui/paper/paper-choice.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { deliveriesQuery } from '../api/queries.ts';
import { useNoteTexts } from '../note/note-parts.tsx';
import { NoteToolbar } from '../note/note-toolbar.tsx';
import { type Tour, toursOf } from './tours-view.ts';
import '../note/delivery-note.css';
import '../note/note-page.css';
import './load-sheet.css';
import { productName, productUnit } from '#shared/ui/product-name.ts';

/** What goes on a driver's van, to be ticked while it is loaded and signed by both: an A4 or more. */
export function LoadSheetPage({ driverId }: { driverId: number }) {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(deliveriesQuery(''));
  const screenLanguage = useLanguage();
  const [language, setLanguage] = useState<NoteLanguage>(() => savedNoteLanguage(screenLanguage));
  const tour = data && toursOf(data.items, data.day).find((it) => it.driverId === driverId);
  usePageTitle(t('tours.loadOf', { name: tour?.name ?? '' }));
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
        {data && tour && <LoadSheet tour={tour} day={data} language={language} />}
        {data && !tour && (
          <EmptyState icon={IconFileOff} title={t('tours.none')} isPage>
            {t('tours.noneMore')}
          </EmptyState>
        )}
      </main>
    </div>
  );
}

function LoadSheet({ tour, day, language }: { tour: Tour; day: DesktopDeliveries; language: NoteLanguage }) {
  const t = useNoteTexts(language);
  const products = new Map(day.products.map((product) => [product.id, product]));
  return (
    <article className="note load-sheet" lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
      <h1>{t('tours.load')}</h1>
      <p className="note-reference">
        <bdi>{tour.name ?? t('tours.unnamed')}</bdi> · {formatDate(day.day, language)}
      </p>
      <p>{t('deliveries.count', { count: tour.notes.length })}</p>
      <table className="note-lines">
        <thead>
          <tr>
            <th scope="col">{t('note.code')}</th>
            <th scope="col">{t('note.product')}</th>
            <th scope="col" className="number">
              {t('note.quantity')}
            </th>
            <th scope="col" className="number">
              {t('tours.loaded')}
            </th>
          </tr>
        </thead>
        <tbody>
          {tour.goods.map(({ productId, quantity }) => {
            const product = products.get(productId);
            return (
              <tr key={productId}>
                <td className="code">
                  <bdi>{product?.code ?? productId}</bdi>
                </td>
                <td>
                  <bdi>{product ? productName(product, language) : '—'}</bdi>
                </td>
                <td className="number">
                  <bdi>
                    {formatNumber(quantity)} {product && productUnit(product, language)}
                  </bdi>
                </td>
                <td className="load-tick" />
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="note-hands">
        <div>{t('tours.warehouse')}</div>
        <div>{t('tours.driver')}</div>
      </div>
    </article>
  );
}
