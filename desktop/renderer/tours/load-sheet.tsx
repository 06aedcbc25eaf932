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
import { useFontsReady } from '#shared/ui/paper/use-fonts-ready.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { deliveriesQuery } from '../api/queries.ts';
import { NoteHands, PaperIssuer, ProductCode, UnitCell, useNoteTexts } from '../note/note-parts.tsx';
import { NoteToolbar } from '../note/note-toolbar.tsx';
import { PagedPaper } from '../note/paged-paper.tsx';
import { type Tour, toursOf } from './tours-view.ts';
import '../note/delivery-note.css';
import '../note/note-page.css';
import './load-sheet.css';
import { productName } from '#shared/ui/product-name.ts';

/** What goes on a driver's van, to be ticked while it is loaded and signed by both: an A4 or more. */
export function LoadSheetPage({ driverId }: { driverId: number }) {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(deliveriesQuery(''));
  const screenLanguage = useLanguage();
  const [language, setLanguage] = useState<NoteLanguage>(() => savedNoteLanguage(screenLanguage));
  const hasFonts = useFontsReady(language);
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
        ready={tour !== undefined && hasFonts}
      />
      <main className="sheets">
        {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
        {isPending && <LoadingShape rows={1} height={600} />}
        {data && tour && (
          // Anything that changes heights deals the rows out anew.
          <LoadSheet key={`${language} ${hasFonts}`} tour={tour} day={data} language={language} />
        )}
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
  const name = tour.name ?? t('tours.unnamed');
  const date = formatDate(day.day, language);
  return (
    <PagedPaper
      language={language}
      label={t('tours.loadOf', { name })}
      name={
        <>
          <bdi>{name}</bdi> · {date}
        </>
      }
      count={tour.goods.length}
      top={
        <div>
          <PaperIssuer company={day.company} depot={day.depot} language={language} />
          <h1>{t('tours.load')}</h1>
          <p className="note-reference">
            <bdi>{name}</bdi> · {date}
          </p>
          <p>{t('deliveries.count', { count: tour.notes.length })}</p>
        </div>
      }
      table={(rows) => (
        <Goods goods={rows.flatMap((row) => tour.goods[row] ?? [])} products={products} language={language} />
      )}
      tail={<NoteHands first={t('tours.warehouse')} second={t('tours.driver')} />}
    />
  );
}

interface GoodsProps {
  goods: Tour['goods'];
  products: ReadonlyMap<number, DesktopDeliveries['products'][number]>;
  language: NoteLanguage;
}

function Goods({ goods, products, language }: GoodsProps) {
  const t = useNoteTexts(language);
  return (
    <table className="note-lines">
      <thead>
        <tr>
          <th scope="col">{t('note.code')}</th>
          <th scope="col">{t('note.product')}</th>
          <th scope="col" className="number">
            {t('note.quantity')}
          </th>
          <th scope="col" className="unit">
            {t('note.unit')}
          </th>
          <th scope="col" className="number">
            {t('tours.loaded')}
          </th>
        </tr>
      </thead>
      <tbody>
        {goods.map(({ productId, quantity }) => {
          const product = products.get(productId);
          return (
            <tr key={productId}>
              <ProductCode code={product?.code ?? String(productId)} />
              <td>
                <bdi>{product ? productName(product, language) : '—'}</bdi>
              </td>
              <td className="number">{formatNumber(quantity)}</td>
              <UnitCell product={product} language={language} />
              <td className="load-tick" />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
