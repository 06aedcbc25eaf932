import { Group, Stack, Text } from '@mantine/core';
import { IconDeviceMobile, IconDeviceMobileFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview, DesktopPhone } from '#shared/contract/desktop.ts';
import { ROLES } from '#shared/contract/entities.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatAge, formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { Card } from './card.tsx';
import { phonesInOrder, phoneView } from './phone-view.ts';

export function PhonesCard({ overview: { phones, phones_total, now } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  return (
    <Card title={t('phones.title')}>
      {phones.length === 0 ? (
        <EmptyState icon={IconDeviceMobile} title={t('phones.none')}>
          {t('phones.noneMore')}
        </EmptyState>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {phonesInOrder(phones).map((phone) => (
            <Phone key={phone.device_id} phone={phone} nowMs={Date.parse(now)} />
          ))}
        </Stack>
      )}
      {phones_total > phones.length && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('phones.cut', { shown: phones.length, total: phones_total })}
        </Text>
      )}
    </Card>
  );
}

function Phone({ phone, nowMs }: { phone: DesktopPhone; nowMs: number }) {
  const { t } = useTranslation(['depot', 'ui']);
  const language = useLanguage();
  const { here, clockOffMs } = phoneView(phone, nowMs);
  const role = ROLES.find((known) => known === phone.role);
  const Icon = here ? IconDeviceMobileFilled : IconDeviceMobile;
  const place = here ? t('phones.here') : t('phones.seen', { age: formatAge(phone.last_seen_at, nowMs, language) });
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <Icon size={24} aria-hidden />
      <div style={{ flex: 1 }}>
        <Text lh={1.3}>
          <bdi>{phone.user_name}</bdi>
          {role && (
            <Text span c="dimmed">
              {` · ${t(`ui:role.${role}`)}`}
            </Text>
          )}
        </Text>
        <Text size="sm" c="dimmed" lh={1.3}>
          {place}
          {clockOffMs !== null && ` · ${t('phones.clock', { duration: formatDuration(clockOffMs, language) })}`}
        </Text>
      </div>
      {phone.pending_events > 0 ? (
        <StateBadge state="depot" count={phone.pending_events} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('phones.allHandedIn')}
        </Text>
      )}
    </Group>
  );
}
