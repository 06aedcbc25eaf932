import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DesktopPhone } from '#shared/contract/desktop.ts';
import { ROLES } from '#shared/contract/entities.ts';

/** Whose phone it is, and which of them where there are several. */
export function PhoneName({ phone, letter }: { phone: DesktopPhone; letter: string | undefined }) {
  const { t } = useTranslation(['depot', 'ui']);
  const role = ROLES.find((known) => known === phone.role);
  const more = [role && t(`ui:role.${role}`), letter && t('phoneList.several', { letter })].filter(Boolean);
  return (
    <Text lh={1.3}>
      <bdi>{phone.user_name}</bdi>
      {more.length > 0 && (
        <Text span c="dimmed">
          {` · ${more.join(' · ')}`}
        </Text>
      )}
    </Text>
  );
}
