import { useTranslation } from 'react-i18next';
import type { Lot, Product, StockLevel } from '#shared/contract/entities.ts';
import type { Transfer } from '#shared/contract/hq/stock.ts';
import { csvAmount } from '#shared/domain/csv.ts';
import { tvaRateOn } from '#shared/domain/tva-rate.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf, formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { useDepots, useProducts } from '../api/directory.ts';
import type { FileColumn } from './list-file.ts';

interface OfDepot {
  product_id: number;
  depot_id: number;
}

/** The columns of everything that is a product's in a depot. */
function useOfDepot() {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const depots = useDepots();
  const language = useLanguage();
  const columns = [
    { head: t('stock.code'), value: ({ product_id }: OfDepot) => products?.get(product_id)?.code ?? '' },
    { head: t('stock.product'), value: ({ product_id }: OfDepot) => products?.get(product_id)?.name ?? '' },
    { head: t('list.depot'), value: ({ depot_id }: OfDepot) => depots?.get(depot_id)?.name ?? '' },
  ];
  return {
    columns,
    depot: (id: number) => depots?.get(id)?.name ?? '',
    date: (iso: string) => formatDate(iso, language),
  };
}

export function useStockFile(): FileColumn<StockLevel>[] {
  const { t } = useTranslation('hq');
  return [...useOfDepot().columns, { head: t('stock.quantity'), value: ({ quantity }) => quantity }];
}

export function useLotFile(): FileColumn<Lot>[] {
  const { t } = useTranslation('hq');
  const { columns, date } = useOfDepot();
  return [
    { head: t('stock.lot'), value: ({ lot_number }) => lot_number },
    ...columns,
    { head: t('stock.produced'), value: ({ produced_at }) => date(produced_at) },
    { head: t('stock.expires'), value: ({ expires_at }) => date(expires_at) },
    { head: t('lots.stateHead'), value: ({ state = 'OK' }) => t(`lots.state.${state}`) },
    { head: t('stock.received'), value: ({ received_quantity }) => received_quantity },
    { head: t('stock.remaining'), value: ({ remaining_quantity }) => remaining_quantity },
  ];
}

export function useTransferFile(): FileColumn<Transfer>[] {
  const { t } = useTranslation('hq');
  const { columns, depot, date } = useOfDepot();
  return [
    { head: t('stock.lot'), value: ({ lot_number }) => lot_number },
    ...columns,
    { head: t('lots.toDepot'), value: ({ to_depot_id }) => depot(to_depot_id) },
    { head: t('transfers.sentAt'), value: ({ sent_at }) => date(sent_at) },
    { head: t('transfers.sent'), value: ({ quantity }) => quantity },
    { head: t('transfers.receivedAt'), value: ({ received_at }) => (received_at ? date(received_at) : null) },
    { head: t('transfers.received'), value: ({ received_quantity }) => received_quantity },
    { head: t('transfers.whyDiffers'), value: ({ received_reason }) => received_reason },
  ];
}

export function useProductFile(): FileColumn<Product>[] {
  const { t } = useTranslation('hq');
  return [
    { head: t('products.code'), value: ({ code }) => code },
    { head: t('products.name'), value: ({ name }) => name },
    { head: t('products.unit'), value: ({ unit }) => unit },
    { head: t('products.sale'), value: ({ is_active }) => t(is_active ? 'products.on' : 'products.off') },
    { head: t('products.vat'), value: (product) => tvaRateOn(product, dayOf(systemClock.now())) },
    { head: t('products.priceColumn'), value: ({ price_ht }) => csvAmount(price_ht) },
  ];
}
