import { ActionIcon, Button, Text, Title } from '@mantine/core';
import { IconRepeat, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Amount } from '#shared/ui/amount.tsx';
import { formatAge, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { QuantityInput } from '#shared/ui/number/quantity-input.tsx';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import { useNow, usePhoneQuery } from '../../app/phone-context.tsx';
import type { DraftInvoice, DraftLine, ProductView, StockView } from '../../store/views.ts';
import { useProductNames } from '../product-names.ts';
import { usePickedLine } from '../use-picked-line.ts';
import {
  asLastTime,
  type Buyer,
  isOwnSale,
  QUANTITY_RANGE,
  withoutProduct,
  withProduct,
  withQuantity,
} from './draft.ts';
import { ProductSearch, StockText } from './product-search.tsx';

interface ProductLinesProps {
  draft: DraftInvoice;
  buyer: Buyer;
  day: string;
  onChange: (draft: DraftInvoice) => void;
}

/** What is sold. The depot's stock stands beside it with its age: it warns, and never forbids a sale. */
export function ProductLines({ draft, buyer, day, onChange }: ProductLinesProps) {
  const { t } = useTranslation('phone');
  const nameOf = useProductNames();
  const { data: products = [] } = usePhoneQuery(['products'], (phone) => phone.products());
  const { data: stock = [] } = usePhoneQuery(['stock'], (phone) => phone.stock());
  const isSale = isOwnSale(draft);
  const { list, pick } = usePickedLine<HTMLUListElement>();
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('sell.products')}
      </Title>
      {!isSale && <Text c="dimmed">{t('sell.ofDelivery')}</Text>}
      {isSale && draft.lines.length === 0 && (
        <LastOrder draft={draft} products={products} buyer={buyer} day={day} onChange={onChange} />
      )}
      <ul className="rows" ref={list}>
        {draft.lines.map((line) => (
          <li key={line.product_id} data-product={line.product_id}>
            <Line
              line={line}
              name={nameOf(line.product_id)}
              stock={isSale ? (stock.find(({ id }) => id === line.product_id) ?? null) : null}
              onQuantity={(quantity) => onChange(withQuantity(draft, line.product_id, quantity))}
              onRemove={() => onChange(withoutProduct(draft, line.product_id))}
            />
          </li>
        ))}
      </ul>
      {isSale && (
        <ProductSearch
          products={products}
          stock={stock}
          buyer={buyer}
          day={day}
          onPick={(product) => {
            onChange(withProduct(draft, product, buyer, day));
            pick(product.id);
          }}
        />
      )}
    </section>
  );
}

/** Shops take what they took: one tap. */
function LastOrder({ draft, products, buyer, day, onChange }: ProductLinesProps & { products: ProductView[] }) {
  const { t } = useTranslation('phone');
  const { client_id } = draft;
  const { data: order = [] } = usePhoneQuery(['lastOrder', client_id], async (phone) =>
    client_id === null ? [] : phone.lastOrder(client_id),
  );
  const next = asLastTime(draft, order, products, buyer, day);
  if (next.lines.length === 0) return null;
  return (
    <Button fullWidth leftSection={<IconRepeat aria-hidden />} onClick={() => onChange(next)}>
      {t('sell.lastOrder', { count: next.lines.length })}
    </Button>
  );
}

interface LineProps {
  line: DraftLine;
  name: string;
  stock: StockView | null;
  onQuantity: (quantity: Entered) => void;
  onRemove: () => void;
}

function Line({ line, name, stock, onQuantity, onRemove }: LineProps) {
  const { t } = useTranslation('phone');
  const quantity = typeof line.quantity === 'number' ? line.quantity : null;
  return (
    <div className="sold-line">
      <div className="sold-name">
        <Text>
          <bdi>{name}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          <Amount value={line.unit_price_ht} />
        </Text>
        {stock !== null &&
          (quantity !== null && stock.quantity < quantity ? (
            <StockWarning stock={stock} />
          ) : (
            <Text size="sm" c="dimmed">
              <StockText level={stock} />
            </Text>
          ))}
      </div>
      <ActionIcon variant="subtle" aria-label={t('sell.remove', { name })} onClick={onRemove}>
        <IconX aria-hidden />
      </ActionIcon>
      <QuantityInput
        value={line.quantity}
        range={QUANTITY_RANGE}
        labels={{ less: t('sell.less', { name }), more: t('sell.more', { name }), value: t('sell.quantity', { name }) }}
        onChange={onQuantity}
      />
      <Text fw={600} className="row-end">
        {quantity === null ? '—' : <Amount value={quantity * line.unit_price_ht} />}
      </Text>
    </div>
  );
}

function StockWarning({ stock }: { stock: StockView }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const age = formatAge(stock.as_of, useNow(), language);
  return (
    <Text size="sm" fw={600}>
      {t('sell.stock', { quantity: formatNumber(stock.quantity), age })}
    </Text>
  );
}
