import { Group, Stack, Text } from '@mantine/core';
import { IconArrowsRightLeft, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/contract/entities.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { EditDialog } from '../form/edit-dialog.tsx';
import { textOrNull } from '../form/fields.ts';
import { entityOf } from '../form/use-edit.ts';
import { ActButton } from '../list/act-button.tsx';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import type { Opened } from '../list/use-params.ts';
import { useMoveFields } from './user-fields.ts';

/** One account: who, where, and what may be changed of it. */
export function UserDrawer({ opened }: { opened: Opened }) {
  const { t } = useTranslation(['hq', 'ui']);
  const { data: user } = useOne('users', opened.open);
  const depot = useDepots()?.get(user?.depot_id ?? 0)?.name ?? UNNAMED;
  return (
    <>
      <DetailDrawer
        opened={opened.open !== ''}
        title={<bdi>{user?.name}</bdi>}
        onClose={opened.close}
        isCovered={opened.act !== ''}
      >
        {user && (
          <Stack>
            <Group gap="xs">
              <ActButton icon={IconPencil} onClick={() => opened.show({ act: 'edit' })}>
                {t('form.edit')}
              </ActButton>
              <ActButton icon={IconArrowsRightLeft} onClick={() => opened.show({ act: 'move' })}>
                {t('users.move')}
              </ActButton>
            </Group>
            <Facts
              facts={[
                { name: t('users.username'), value: <bdi>{user.username}</bdi> },
                { name: t('users.role'), value: t(`ui:role.${user.role}`) },
                { name: t('users.depot'), value: <bdi>{depot}</bdi> },
                { name: t('users.status'), value: t(user.is_active ? 'users.active' : 'users.closed') },
              ]}
            />
          </Stack>
        )}
      </DetailDrawer>
      <EditDialog
        of={opened.act === 'edit' ? entityOf('users', opened.open) : null}
        title={t('users.edit')}
        fields={[{ name: 'name', label: t('users.name'), kind: 'text' }]}
        toValues={({ name }) => ({ name })}
        toBody={({ name }) => ({ name: textOrNull(name) })}
        onClose={opened.close}
      />
      {user && <MoveDialog user={user} opened={opened} />}
    </>
  );
}

function MoveDialog({ user, opened }: { user: User; opened: Opened }) {
  const { t } = useTranslation('hq');
  return (
    <ActDialog
      opened={opened.act === 'move'}
      title={t('users.moveTitle', { name: user.name })}
      onClose={opened.close}
      fields={useMoveFields()}
      initial={{ role: user.role, depot_id: user.depot_id === null ? '' : String(user.depot_id) }}
      toChange={({ role, depot_id }) =>
        hqRequest('POST /users/:id/move', { params: { id: user.id }, body: { role, depot_id: Number(depot_id) } })
      }
      submit={t('users.move')}
    >
      <Text size="sm">{t('users.moveText')}</Text>
    </ActDialog>
  );
}
