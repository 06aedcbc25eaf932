import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { type HqRequest, hqRequest } from '../api/client.ts';
import { useDepots, useProducts } from '../api/directory.ts';
import { type Field, textOrNull, type Values } from '../form/fields.ts';

export type StockAct = 'receive' | 'count' | 'waste' | 'transfer';

/** Of which lot goods are moved; without a number it is said in the form. */
export interface StockSubject {
  depotId: number;
  productId?: number;
  lotNumber?: string;
  /** What the lot has; absent where it is not known here. */
  remaining?: number;
}

const PATHS = { receive: 'receipts', count: 'counts', waste: 'waste' } as const;
type StockCall = `POST /stock/${'receipts' | 'counts' | 'waste' | 'transfers'}`;

/** The fields of an act about goods, as far as its subject does not say them already. */
export function useStockFields(act: StockAct, of: StockSubject): Field[] {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const depots = useDepots();
  const most = act === 'waste' || act === 'transfer' ? (of.remaining ?? LIMITS.quantity) : LIMITS.quantity;
  const isNew = of.lotNumber === undefined;
  const product: Field = {
    name: 'product_id',
    label: t('stock.product'),
    kind: 'choice',
    options: [...(products?.values() ?? [])]
      .filter(({ is_active }) => is_active)
      .map(({ id, code, name }) => ({ value: String(id), label: `${code} · ${name}` })),
    fixed: of.productId !== undefined,
  };
  const others = [...(depots?.values() ?? [])].filter(({ id }) => id !== of.depotId);
  return [
    ...(isNew ? [product, { name: 'lot_number', label: t('stock.lot'), kind: 'text' } as const] : []),
    {
      name: 'quantity',
      label: t(`lots.quantity.${act}`),
      kind: 'whole',
      range: { min: act === 'count' ? 0 : 1, max: most },
    },
    ...(isNew
      ? ([
          { name: 'produced_at', label: t('stock.produced'), kind: 'day', optional: true, hint: t('lots.datesHint') },
          { name: 'expires_at', label: t('stock.expires'), kind: 'day', optional: true },
        ] as const)
      : []),
    ...(act === 'transfer'
      ? ([
          {
            name: 'to_depot_id',
            label: t('lots.toDepot'),
            kind: 'choice',
            options: others.map(({ id, name }) => ({ value: String(id), label: name })),
          },
        ] as const)
      : []),
    { name: 'reason', label: t('form.reason'), kind: 'text' },
  ];
}

/** What is sent of a filled-in form. */
export function stockChange(act: StockAct, of: StockSubject, values: Values): HqRequest<StockCall> {
  const days = { produced_at: textOrNull(values.produced_at), expires_at: textOrNull(values.expires_at) };
  const goods = {
    depot_id: of.depotId,
    product_id: of.productId ?? Number(values.product_id),
    lot_number: of.lotNumber ?? textOrNull(values.lot_number),
    quantity: values.quantity ?? null,
    reason: textOrNull(values.reason),
    ...(days.produced_at !== null && { produced_at: days.produced_at }),
    ...(days.expires_at !== null && { expires_at: days.expires_at }),
  };
  if (act !== 'transfer') return hqRequest(`POST /stock/${PATHS[act]}`, { body: goods });
  return hqRequest('POST /stock/transfers', { body: { ...goods, to_depot_id: Number(values.to_depot_id) } });
}
