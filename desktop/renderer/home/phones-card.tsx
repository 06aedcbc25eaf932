import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconDeviceMobile, IconDeviceMobileFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DesktopOverview, DesktopPhone } from '#shared/contract/desktop.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatAge, formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { phoneLetters } from '../phones/phone-list.ts';
import { PhoneName } from '../phones/phone-name.tsx';
import { Card } from './card.tsx';
import { phonesInOrder, phoneView } from './phone-view.ts';

/** What leaves room for what needs a hand, on a screen of 800 lines. */
const SHOWN = 6;

export function PhonesCard({ overview: { phones, phones_total, now } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const letters = phoneLetters(phones);
  const shown = phonesInOrder(phones).slice(0, SHOWN);
  return (
    <Card
      title={t('phones.title')}
      aside={
        <Anchor component={Link} to="/phones" underline="always">
          {t('phoneList.title')}
        </Anchor>
      }
    >
      {phones.length === 0 ? (
        <EmptyState icon={IconDeviceMobile} title={t('phones.none')}>
          {t('phones.noneMore')}
        </EmptyState>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {shown.map((phone) => (
            <Phone key={phone.device_id} phone={phone} letter={letters.get(phone.device_id)} nowMs={Date.parse(now)} />
          ))}
        </Stack>
      )}
      {phones_total > shown.length && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('phones.cut', { shown: shown.length, total: phones_total })}
        </Text>
      )}
    </Card>
  );
}

function Phone({ phone, letter, nowMs }: { phone: DesktopPhone; letter: string | undefined; nowMs: number }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const { here, clockOffMs } = phoneView(phone, nowMs);
  const Icon = here ? IconDeviceMobileFilled : IconDeviceMobile;
  const place = here ? t('phones.here') : t('phones.seen', { age: formatAge(phone.last_seen_at, nowMs, language) });
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <Icon size={24} aria-hidden />
      <div style={{ flex: 1 }}>
        <PhoneName phone={phone} letter={letter} />
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
