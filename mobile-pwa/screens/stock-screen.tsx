import { Text, TextInput } from '@mantine/core';
import { IconBox, IconSearch } from '@tabler/icons-react';
import { memo, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatAge, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { productName, productUnit, productWords } from '#shared/ui/product-name.ts';
import { MoreRows, useShown } from '../app/more-rows.tsx';
import { useNow, usePhoneQuery } from '../app/phone-context.tsx';
import { Screen } from '../app/screen.tsx';
import { useSearch } from '../app/use-search.ts';
import type { StockView } from '../store/views.ts';

/** Several times what one sees, and few enough to be drawn at once on an old phone. */
const FIRST_SHOWN = 40;
/** Of what was looked for the first are looked at: each key draws them anew. */
const FIRST_FOUND = 12;
const NONE: StockView[] = [];

/** Read only, and always with its age: what the phone knows of the stock is how HQ saw it then. */
export function StockScreen() {
  const { t } = useTranslation('phone');
  const [wanted, setWanted] = useState('');
  const now = useNow();
  const { data } = usePhoneQuery(['stock'], (phone) => phone.stock());
  // A key is shown at once; the list follows it, as soon as the hand lets it. Nothing in it is tapped.
  const looked = useDeferredValue(wanted);
  const found = useSearch(data ?? NONE, productWords, looked);
  const { shown, showMore } = useShown(looked.trim() === '' ? FIRST_SHOWN : FIRST_FOUND, looked);
  return (
    <Screen title={t('stock.title')}>
      {data === undefined && <LoadingShape rows={8} height={60} />}
      {data?.length === 0 && (
        <EmptyState icon={IconBox} title={t('stock.empty')}>
          {t('stock.emptyMore')}
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && (
        <>
          <TextInput
            type="search"
            aria-label={t('stock.search')}
            placeholder={t('stock.search')}
            leftSection={<IconSearch aria-hidden />}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed" mt="xs">
            {t('stock.readOnly')}
          </Text>
          <ul className="rows">
            {found.slice(0, shown).map((level) => (
              <StockRow key={level.id} level={level} now={now} />
            ))}
          </ul>
          <MoreRows shown={shown} total={found.length} onMore={showMore} />
          {found.length === 0 && <Text c="dimmed">{t('stock.noMatch')}</Text>}
        </>
      )}
    </Screen>
  );
}

/** Rows that a key leaves where they are cost nothing. */
const StockRow = memo(function StockRow({ level, now }: { level: StockView; now: number }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  return (
    <li className="row">
      <span className="row-main">
        <Text component="span" display="block">
          <bdi>{productName(level, language)}</bdi>
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          <bdi>{productUnit(level, language)}</bdi> · {t('stock.asOf', { age: formatAge(level.as_of, now, language) })}
        </Text>
      </span>
      <Text component="span" fw={600} size="lg" className="ltr">
        {formatNumber(level.quantity)}
      </Text>
    </li>
  );
});
