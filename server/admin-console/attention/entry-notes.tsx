import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HQ_ROLES } from '#shared/contract/entities.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { rowsOf, useList } from '../api/use-list.ts';
import { useUser } from '../session/session-context.tsx';

/** What people found out about an entry. The record of acts is HQ's alone. */
export function EntryNotes({ id }: { id: string }) {
  const { t } = useTranslation('hq');
  const isOfHq = HQ_ROLES.includes(useUser().role);
  const notes = rowsOf(useList('acts', { entity_id: id, what: 'EVENT_NOTED' }, isOfHq));
  if (notes.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t('attention.notes')}
      </Title>
      <Stack gap="xs">
        {notes.map(({ id: note, reason, user_name, at }) => (
          <div key={note}>
            <Text size="sm">
              <bdi>{reason}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              <bdi>{user_name}</bdi> · <Moment at={at} />
            </Text>
          </div>
        ))}
      </Stack>
    </section>
  );
}
