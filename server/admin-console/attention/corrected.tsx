import { Anchor, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ReceivedEvent } from '#shared/contract/hq/records.ts';
import { useOne } from '../api/use-one.ts';
import { EntrySaid } from './entry-said.tsx';
import { payloadOf } from './said.ts';

/** Where a thing is corrected at HQ, by the type of it. */
const SCREENS: Readonly<Record<string, (id: string) => string>> = {
  CLIENT: (id) => `/clients?open=${id}&do=edit`,
  DELIVERY: (id) => `/deliveries?open=${id}`,
  INVOICE: (id) => `/invoices?open=${id}`,
  PAYMENT: () => '/payments',
};

/** The entry that somebody wants corrected, and the way to the thing that it made. */
export function Corrected({ event }: { event: ReceivedEvent }) {
  const { t } = useTranslation('hq');
  const corrects = (payloadOf(event.received_text) as { corrects?: unknown } | null)?.corrects;
  const { data } = useOne('events', typeof corrects === 'string' ? corrects : '');
  if (!data) return null;
  const to = SCREENS[data.entity_type]?.(data.entity_id);
  return (
    <>
      <EntrySaid event={data} title={t('attention.corrects')} />
      {to && (
        <Group>
          <Anchor component={Link} to={to} size="sm" underline="always">
            {t('attention.correctThere')}
          </Anchor>
        </Group>
      )}
    </>
  );
}
