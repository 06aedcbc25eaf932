import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EngineState } from '#shared/sync-client/engine.ts';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useNow, usePhoneQuery, usePhoneState } from '../../app/phone-context.tsx';
import type { OutboxItem } from '../../store/views.ts';
import { actionText } from './action-text.ts';
import { type Wait, waitOf } from './wait.ts';

/** What waits: what it is, where it stands, why it waits, and when the next try is. */
export function UnsentRow({ item }: { item: OutboxItem }) {
  const { t } = useTranslation('phone');
  const { engine } = usePhoneState();
  const { data: mobile = null } = usePhoneQuery(['mobileData'], (phone) => phone.mobileData());
  const wait = waitOf(item, engine, mobile?.isOn === true && !mobile.isAllowed);
  return (
    <li className="row">
      <span className="row-main">
        <Text component="span" display="block" fw={600}>
          <bdi>{item.label ?? t('outbox.unnamed')}</bdi>
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          {t(`outbox.action.${actionText(item.action)}`)} · <Moment at={item.occurred_at} />
        </Text>
        <Text component="span" display="block" size="sm">
          <Reason item={item} wait={wait} /> {wait !== 'at_depot' && <NextTry engine={engine} />}
        </Text>
      </span>
      <StateBadge state={item.state} />
    </li>
  );
}

function Reason({ item, wait }: { item: OutboxItem; wait: Wait }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  return wait === 'told' ? ui(`reason.${reasonText(item.error_code ?? '')}`) : t(`outbox.wait.${wait}`);
}

function NextTry({ engine }: { engine: EngineState | null }) {
  const { t } = useTranslation('phone');
  const now = useNow(1_000);
  const at = engine?.nextRoundAt ?? null;
  if (at === null) return t('outbox.tryingNow');
  return t('outbox.nextTry', { count: Math.max(1, Math.ceil((at - now) / 1_000)) });
}
