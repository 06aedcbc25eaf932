import { useTranslation } from 'react-i18next';
import type { Product } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { datedRateOn, tvaRateOn } from '#shared/domain/tva-rate.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf } from '#shared/ui/format.ts';
import { type Field, percentOf, textOrNull, type Values } from '../form/fields.ts';

const TEXTS = ['name_ar', 'unit_ar', 'barcode', 'category'] as const;

/** What of a product is filled in; `isNew`: its code is given once. */
export function useProductFields(isNew: boolean): Field[] {
  const { t } = useTranslation('hq');
  return [
    { name: 'code', label: t('products.code'), kind: 'text', fixed: !isNew },
    { name: 'name', label: t('products.name'), kind: 'text' },
    { name: 'unit', label: t('products.unit'), kind: 'text', hint: t('products.unitHint') },
    { name: 'price_ht', label: t('products.price'), kind: 'money', range: { min: 0, max: LIMITS.unitPrice } },
    { name: 'tva_rate', label: t('products.vat'), kind: 'percent' },
    ...TEXTS.map((name): Field => ({ name, label: t(`products.${name}`), kind: 'text', optional: true })),
    { name: 'lot_tracked', label: t('products.lot_tracked'), kind: 'flag' },
    ...(isNew ? [] : [{ name: 'is_active', label: t('products.onSale'), kind: 'flag' } as const]),
  ];
}

/** What of a product is changed; a rate that a dated rule has set is changed by another one. */
export function useKnownProductFields(): (product: Product) => Field[] {
  const { t } = useTranslation('hq');
  const fields = useProductFields(false);
  return ({ tva_rates }) => {
    if (datedRateOn(tva_rates, today()) === null) return fields;
    return fields.map((field) =>
      field.name === 'tva_rate' ? { ...field, fixed: true, hint: t('tva.follows') } : field,
    );
  };
}

const today = (): string => dayOf(systemClock.now());

export const NEW_PRODUCT: Values = { code: '', name: '', unit: '', price_ht: null, tva_rate: '19' };

export const productValues = (product: Product): Values => {
  const { code, name, unit, price_ht, is_active } = product;
  const more = Object.fromEntries(TEXTS.map((text) => [text, product[text] ?? '']));
  return {
    code,
    name,
    unit,
    price_ht,
    is_active,
    ...more,
    lot_tracked: product.lot_tracked ?? false,
    tva_rate: String(tvaRateOn(product, today())).replace('.', ','),
  };
};

export const productBody = (values: Values) => ({
  name: textOrNull(values.name),
  unit: textOrNull(values.unit),
  price_ht: values.price_ht,
  tva_rate: percentOf(String(values.tva_rate)),
  ...Object.fromEntries(TEXTS.map((text) => [text, textOrNull(values[text])])),
  lot_tracked: values.lot_tracked === true,
  is_active: values.is_active,
});

export const newProductBody = (values: Values) => {
  const { is_active: _, ...body } = productBody(values);
  return { code: textOrNull(values.code), ...body };
};
