import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { formatNumber } from '#shared/ui/format.ts';
import { ask, hqRequest } from '../api/client.ts';
import { changedParams } from '../list/use-params.ts';
import { useSession } from '../session/session-context.tsx';

import './alerts.css';

const REFRESH_EVERY_MS = 60_000;
/** Who has the most unseen signals comes first; the others are one click away. */
const PEOPLE_SHOWN = 10;

/** Whom to look at first; each name leads to what there is about them. */
export function AlertsByUser({ depotId }: { depotId: string }) {
  const { t } = useTranslation('hq');
  const session = useSession();
  const [params] = useSearchParams();
  const [isWhole, setWhole] = useState(false);
  const { data } = useQuery({
    queryKey: ['alerts', 'by-user', depotId],
    queryFn: async () => {
      return (await ask(session, hqRequest('GET /alerts-by-user', { query: { depot_id: depotId } }))).items;
    },
    refetchInterval: REFRESH_EVERY_MS,
  });
  if (!data || data.length === 0) return null;
  const people = isWhole ? data : data.slice(0, PEOPLE_SHOWN);
  const rest = data.length - people.length;
  return (
    <section aria-labelledby="alerts-by-user">
      <Text id="alerts-by-user" size="sm" c="dimmed" mb={4}>
        {t('attention.byUser')}
      </Text>
      <ul className="alert-people">
        {people.map(({ user_id, user_name, unseen }) => (
          <li key={user_id}>
            <Anchor
              component={Link}
              to={`/attention?${changedParams(params, { user_id: String(user_id), alert: '', seen: '', open: '' })}`}
              size="sm"
              underline="always"
              aria-current={params.get('user_id') === String(user_id) ? 'true' : undefined}
            >
              <bdi>{user_name}</bdi> <bdi className="tabular">({formatNumber(unseen)})</bdi>
            </Anchor>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <Anchor component="button" type="button" size="sm" underline="always" onClick={() => setWhole(true)}>
              {t('attention.morePeople', { count: rest })}
            </Anchor>
          </li>
        )}
      </ul>
    </section>
  );
}
