import type { Product } from '../contract/entities.ts';
import type { Language } from './i18n/languages.ts';

/** In the reader's language, where HQ has given the product a name in it. */
export const productName = ({ name, name_ar }: Pick<Product, 'name' | 'name_ar'>, language: Language): string =>
  (language === 'ar' && name_ar) || name;

export const productUnit = ({ unit, unit_ar }: Pick<Product, 'unit' | 'unit_ar'>, language: Language): string =>
  (language === 'ar' && unit_ar) || unit;

/** What is typed into a search finds a product by either name, whatever the screen speaks. */
export const productWords = ({ code, name, name_ar }: Pick<Product, 'code' | 'name' | 'name_ar'>): string =>
  `${code} ${name} ${name_ar ?? ''}`;
