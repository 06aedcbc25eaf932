import { Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Amount } from '#shared/ui/amount.tsx';
import { HandedOverAmount } from '#shared/ui/delivery-amount.tsx';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { MoreRows, useShown } from '../../app/more-rows.tsx';
import { useLastQuery, usePhoneQuery } from '../../app/phone-context.tsx';
import type { HistoryItem, Part } from '../../store/views.ts';
import { actionText } from './action-text.ts';

const FIRST_SHOWN = 10;

/** What was recorded here about deliveries, by this phone's own record: what was refused stays in it, with its cash. */
export function History() {
  const { shown, showMore } = useShown(FIRST_SHOWN);
  const { data } = useLastQuery(['history', shown], (phone) => phone.history(shown));
  return (
    <>
      <ReadItems />
      {data !== undefined && data.total > 0 && <Recorded items={data} onMore={showMore} />}
    </>
  );
}

/** What was put away and is about no delivery: an invoice or a payment that was refused. */
function ReadItems() {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const { data: items = [] } = usePhoneQuery(['read-items'], (phone) => phone.readItems());
  if (items.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h5" mt="lg">
        {t('outbox.read')}
      </Title>
      <ul className="rows">
        {items.map((item) => (
          <li key={item.event_id} className="row">
            <span className="row-main">
              <Text component="span" display="block" fw={600}>
                <bdi>{item.label ?? t('outbox.unnamed')}</bdi>
              </Text>
              <Text component="span" display="block" size="sm" c="dimmed">
                {t(`outbox.action.${actionText(item.action)}`)} · <Moment at={item.occurred_at} />
              </Text>
              <Text component="span" display="block" size="sm">
                {ui(`reason.${reasonText(item.error_code)}`)}
              </Text>
            </span>
            <StateBadge state="person" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Recorded({ items: data, onMore }: { items: Part<HistoryItem>; onMore: () => void }) {
  const { t } = useTranslation('phone');
  return (
    <section>
      <Title order={2} size="h5" mt="lg">
        {t('outbox.history')}
      </Title>
      <ul className="rows">
        {data.items.map((item) => (
          <li key={item.event_id}>
            <HistoryRow item={item} />
          </li>
        ))}
      </ul>
      <MoreRows shown={data.items.length} total={data.total} onMore={onMore} />
    </section>
  );
}

function HistoryRow({ item }: { item: HistoryItem }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const { reference = null, client_name = null, total_ttc = null, ordered_ttc = null, cash = null } = item.record ?? {};
  const label = [reference, client_name].filter((part) => part !== null).join(' · ');
  return (
    <Link to={`/deliveries/${item.delivery_id}`} className="row">
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          <bdi>{label || t('outbox.unnamed')}</bdi>
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          {t(`outbox.action.${actionText(item.action)}`)} · <Moment at={item.at} />
          {cash !== null && (
            <>
              {' '}
              · {t('delivery.cashTaken')} <Amount value={cash} />
            </>
          )}
        </Text>
        {total_ttc !== null && (
          <Text component="span" display="block" size="sm">
            <HandedOverAmount delivered={total_ttc} ordered={ordered_ttc ?? total_ttc} />
          </Text>
        )}
        {item.state === 'person' && (
          <Text component="span" display="block" size="sm">
            {ui(`reason.${reasonText(item.error_code ?? '')}`)}
          </Text>
        )}
      </span>
      <StateBadge state={item.state} />
    </Link>
  );
}
