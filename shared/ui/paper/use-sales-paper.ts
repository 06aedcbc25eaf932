import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/languages.ts';
import { type PaperProduct, type Sale, type SalesPaper, salesPaper } from './sales-paper.ts';

/** Papers of sales in a language, which need not be the screen's. */
export function useSalesPaper(
  language: Language,
  productOf: (id: number) => PaperProduct | undefined,
): (sale: Sale) => SalesPaper {
  const { i18n } = useTranslation('ui');
  return (sale) => salesPaper(sale, { textsOf: (spoken) => i18n.getFixedT(spoken, 'ui'), language, productOf });
}
