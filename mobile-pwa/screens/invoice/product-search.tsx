import { Chip, Group, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { priceFor } from '#shared/domain/price-for.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatAge, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { productName, productUnit, productWords } from '#shared/ui/product-name.ts';
import { MoreRows, useShown } from '../../app/more-rows.tsx';
import { useNow } from '../../app/phone-context.tsx';
import { useSearch } from '../../app/use-search.ts';
import type { ProductView, StockView } from '../../store/views.ts';
import type { Buyer } from './draft.ts';

const FIRST_SHOWN = 6;

interface ProductSearchProps {
  products: ProductView[];
  stock: StockView[];
  buyer: Buyer;
  day: string;
  onPick: (product: ProductView) => void;
}

/** What is on sale, before anything is typed: by category, at the buyer's price, with the stock and its age. */
export function ProductSearch({ products, stock, buyer, day, onPick }: ProductSearchProps) {
  const { t } = useTranslation('phone');
  const [wanted, setWanted] = useState('');
  const [category, setCategory] = useState('');
  const onSale = useMemo(() => products.filter(({ is_active }) => is_active), [products]);
  const categories = useMemo(() => [...new Set(onSale.flatMap((product) => product.category ?? []))], [onSale]);
  const isSearching = wanted.trim() !== '';
  const matches = useSearch(onSale, productWords, wanted);
  const found = isSearching || category === '' ? matches : onSale.filter((product) => product.category === category);
  const { shown, showMore } = useShown(FIRST_SHOWN, `${category} ${wanted}`);
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
      {categories.length > 1 && !isSearching && (
        <Chip.Group value={category} onChange={(next) => setCategory(next as string)}>
          <Group gap="xs" mt="xs" wrap="nowrap" className="categories" role="group" aria-label={t('sell.categories')}>
            {['', ...categories].map((name) => (
              <Chip key={name} value={name} size="lg">
                {name === '' ? t('sell.allCategories') : <bdi>{name}</bdi>}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
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
              <ProductText product={product} level={stock.find(({ id }) => id === product.id) ?? null} />
              <Amount value={priceFor(product, buyer, day)} />
            </button>
          </li>
        ))}
      </ul>
      <MoreRows shown={shown} total={found.length} onMore={showMore} isSearch />
      {found.length === 0 && isSearching && <Text c="dimmed">{t('stock.noMatch')}</Text>}
    </>
  );
}

function ProductText({ product, level }: { product: ProductView; level: StockView | null }) {
  const language = useLanguage();
  return (
    <span className="row-main">
      <bdi>{productName(product, language)}</bdi>
      <Text component="span" display="block" size="sm" c="dimmed">
        <bdi>{productUnit(product, language)}</bdi>
        {level !== null && (
          <>
            {' '}
            · <StockText level={level} />
          </>
        )}
      </Text>
    </span>
  );
}

/** How many the depot has, as HQ saw it and how long ago. */
export function StockText({ level }: { level: StockView }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const age = formatAge(level.as_of, useNow(), language);
  return t('sell.inStock', { quantity: formatNumber(level.quantity), age });
}
