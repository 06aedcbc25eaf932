import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { matching } from '#shared/domain/search.ts';
import { productWords } from '#shared/ui/product-name.ts';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import type { Stop } from '../../store/views.ts';
import { StopRow } from '../stop-card.tsx';

interface TourSearchProps {
  wanted: string;
  onType: (wanted: string) => void;
}

export function TourSearch({ wanted, onType }: TourSearchProps) {
  const { t } = useTranslation('phone');
  return (
    <TextInput
      type="search"
      mb="sm"
      aria-label={t('tour.search')}
      placeholder={t('tour.search')}
      leftSection={<IconSearch aria-hidden />}
      value={wanted}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}

/** The stops that a client's name, a note's number or a product finds, with their places in the tour. */
export function FoundStops({ wanted, stops, today }: { wanted: string; stops: Stop[]; today: string }) {
  const { t } = useTranslation('phone');
  const { data: products = [] } = usePhoneQuery(['products'], (phone) => phone.products());
  const names = new Map(products.map((product) => [product.id, productWords(product)]));
  const textOf = ({ client_name, reference, lines }: Stop) =>
    [client_name, reference, ...lines.map(({ product_id }) => names.get(product_id) ?? '')].join(' ');
  const found = matching(stops, wanted, textOf);
  if (found.length === 0) return <Text c="dimmed">{t('tour.noMatch')}</Text>;
  return (
    <ul className="rows">
      {found.map((stop) => (
        <li key={stop.id}>
          <StopRow stop={stop} rank={stops.indexOf(stop) + 1} today={today} />
        </li>
      ))}
    </ul>
  );
}
