import { Alert, Anchor, List } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { likelyDuplicates, withoutPunctuation } from '#shared/domain/likely-duplicates.ts';
import { rowsOf, useList } from '../api/use-list.ts';
import { textOrNull, type Values } from '../form/fields.ts';

const TYPING_PAUSE_MS = 400;
/** As much of a number as is written alike by everybody. */
const LAST_DIGITS = 8;

/** Clients that a new one may be already, while its name and number are typed: nobody is kept from making it. */
export function LikelyClients({ values }: { values: Values }) {
  const { t } = useTranslation('hq');
  const [fresh] = useDebouncedValue(
    { name: textOrNull(values.name) ?? '', phone: textOrNull(values.phone) },
    TYPING_PAUSE_MS,
  );
  const digits = (fresh.phone ?? '').replace(/[^0-9]/g, '').slice(-LAST_DIGITS);
  const byName = useList('clients', { q: withoutPunctuation(fresh.name) });
  const byPhone = useList('clients', { q: digits });
  const candidates = [...(fresh.name ? rowsOf(byName) : []), ...(digits.length === LAST_DIGITS ? rowsOf(byPhone) : [])];
  const found = likelyDuplicates([...new Map(candidates.map((client) => [client.id, client])).values()], fresh);
  if (found.length === 0) return null;
  return (
    <Alert role="status" color="yellow" variant="outline" icon={<IconUsers aria-hidden />} title={t('clients.likely')}>
      <List size="sm">
        {found.map(({ id, name, phone, address }) => (
          <List.Item key={id}>
            <Anchor component={Link} to={`/clients?open=${id}`} underline="always">
              <bdi>{name}</bdi>
            </Anchor>{' '}
            {phone && <bdi className="ltr">{phone}</bdi>} {address && <bdi>{address}</bdi>}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
