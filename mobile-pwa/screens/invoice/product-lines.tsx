import { ActionIcon, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matching } from '#shared/domain/search.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatAge, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { QuantityInput } from '#shared/ui/number/quantity-input.tsx';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import { MoreRows, useShown } from '../../app/more-rows.tsx';
import { useNow, usePhoneQuery } from '../../app/phone-context.tsx';
import type { DraftInvoice, DraftLine, ProductView, StockView } from '../../store/views.ts';
import { QUANTITY_RANGE, withoutProduct, withProduct, withQuantity } from './draft.ts';

const FIRST_SHOWN = 6;

interface ProductLinesProps {
  draft: DraftInvoice;
  onChange: (draft: DraftInvoice) => void;
}

/** What is sold. The depot's stock stands beside it with its age: it warns, and never forbids a sale. */
export function ProductLines({ draft, onChange }: ProductLinesProps) {
  const { t } = useTranslation('phone');
  const { data: products = [] } = usePhoneQuery(['products'], (phone) => phone.products());
  const { data: stock = [] } = usePhoneQuery(['stock'], (phone) => phone.stock());
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('sell.products')}
      </Title>
      <ul className="rows">
        {draft.lines.map((line) => (
          <li key={line.product_id}>
            <Line
              line={line}
              name={products.find(({ id }) => id === line.product_id)?.name ?? `n° ${line.product_id}`}
              stock={stock.find(({ id }) => id === line.product_id) ?? null}
              onQuantity={(quantity) => onChange(withQuantity(draft, line.product_id, quantity))}
              onRemove={() => onChange(withoutProduct(draft, line.product_id))}
            />
          </li>
        ))}
      </ul>
      <ProductSearch products={products} onPick={(product) => onChange(withProduct(draft, product))} />
    </section>
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
        {stock !== null && quantity !== null && stock.quantity < quantity && <StockWarning stock={stock} />}
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

function ProductSearch({ products, onPick }: { products: ProductView[]; onPick: (product: ProductView) => void }) {
  const { t } = useTranslation('phone');
  const [wanted, setWanted] = useState('');
  const onSale = products.filter(({ is_active }) => is_active);
  const { shown, showMore } = useShown(FIRST_SHOWN, wanted);
  const found = wanted.trim() === '' ? [] : matching(onSale, wanted, ({ name, code }) => `${name} ${code}`);
  return (
    <>
      <TextInput
        type="search"
        mt="xs"
        aria-label={t('sell.searchProduct')}
        placeholder={t('sell.searchProduct')}
        leftSection={<IconPlus aria-hidden />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <ul className="rows">
        {found.slice(0, shown).map((product) => (
          <li key={product.id}>
            <button
              type="button"
              className="row"
              onClick={() => {
                onPick(product);
                setWanted('');
              }}
            >
              <span className="row-main">
                <bdi>{product.name}</bdi>
                <Text component="span" display="block" size="sm" c="dimmed">
                  <bdi>{product.unit}</bdi>
                </Text>
              </span>
              <Amount value={product.price_ht} />
            </button>
          </li>
        ))}
      </ul>
      <MoreRows shown={shown} total={found.length} onMore={showMore} isSearch />
      {wanted.trim() !== '' && found.length === 0 && <Text c="dimmed">{t('stock.noMatch')}</Text>}
    </>
  );
}
