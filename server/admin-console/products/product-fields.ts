import { useTranslation } from 'react-i18next';
import type { Product } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Field, percentOf, textOrNull, type Values } from '../form/fields.ts';

/** What of a product is filled in; `isNew`: its code is given once. */
export function useProductFields(isNew: boolean): Field[] {
  const { t } = useTranslation('hq');
  return [
    { name: 'code', label: t('products.code'), kind: 'text', fixed: !isNew },
    { name: 'name', label: t('products.name'), kind: 'text' },
    { name: 'unit', label: t('products.unit'), kind: 'text', hint: t('products.unitHint') },
    { name: 'price_ht', label: t('products.price'), kind: 'money', range: { min: 0, max: LIMITS.unitPrice } },
    { name: 'tva_rate', label: t('products.vat'), kind: 'percent' },
    ...(isNew ? [] : [{ name: 'is_active', label: t('products.onSale'), kind: 'flag' } as const]),
  ];
}

export const NEW_PRODUCT: Values = { code: '', name: '', unit: '', price_ht: null, tva_rate: '19' };

export const productValues = ({ code, name, unit, price_ht, tva_rate, is_active }: Product): Values => ({
  ...{ code, name, unit, price_ht, is_active },
  tva_rate: String(tva_rate).replace('.', ','),
});

export const productBody = (values: Values) => ({
  name: textOrNull(values.name),
  unit: textOrNull(values.unit),
  price_ht: values.price_ht,
  tva_rate: percentOf(String(values.tva_rate)),
  is_active: values.is_active,
});

export const newProductBody = (values: Values) => {
  const { is_active: _, ...body } = productBody(values);
  return { code: textOrNull(values.code), ...body };
};
