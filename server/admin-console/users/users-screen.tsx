import { Button, Select } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES, type Role, type User } from '#shared/contract/entities.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { useMayAct, useUser } from '../session/session-context.tsx';
import { CloseAccountDialog } from './close-account-dialog.tsx';
import { ResetCodeDialog } from './reset-code-dialog.tsx';
import { UserDrawer } from './user-drawer.tsx';
import { newUserBody, useNewUserFields } from './user-fields.ts';

/** Whose passwords a clerk may open; the server decides. */
const OF_THE_YARD: Role[] = ['driver', 'seller', 'warehouse'];

export function UsersScreen() {
  const { t } = useTranslation(['hq', 'ui']);
  const [filters, change] = useParams(['q', 'depot_id', 'role']);
  const opened = useOpened();
  const [forgetful, setForgetful] = useState<User | null>(null);
  const list = useSortedList('users', filters);
  const [leaving, setLeaving] = useState<User | null>(null);
  const columns = useColumns(setForgetful, setLeaving);
  return (
    <>
      <ListHead
        title={t('users.title')}
        list={list}
        action={
          <ActButton isNext onClick={() => opened.show({ act: 'new' })}>
            {t('users.create')}
          </ActButton>
        }
      >
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <Select
          w={180}
          label={t('users.filter')}
          placeholder={t('list.all')}
          clearable
          data={ROLES.map((role) => ({ value: role, label: t(`ui:role.${role}`) }))}
          value={filters.role || null}
          onChange={(role) => change({ role: role ?? '' })}
        />
      </ListHead>
      <ListBody
        list={list}
        columns={columns}
        label={t('users.title')}
        keyOf={({ id }) => String(id)}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: String(id) })}
        clearFilters={Object.values(filters).some(Boolean) ? () => change({ q: '', depot_id: '', role: '' }) : null}
        empty={{ icon: IconUsers, title: t('users.none'), text: t('users.noneMore') }}
      />
      <UserDrawer opened={opened} />
      <ActDialog
        opened={useMayAct() && opened.act === 'new'}
        title={t('users.create')}
        onClose={opened.close}
        fields={useNewUserFields()}
        toChange={(values) => hqRequest('POST /users', { body: newUserBody(values) })}
        submit={t('users.create')}
      />
      <CloseAccountDialog user={leaving} onClose={() => setLeaving(null)} />
      <ResetCodeDialog user={forgetful} onClose={() => setForgetful(null)} />
    </>
  );
}

function useColumns(forget: (user: User) => void, leave: (user: User) => void): Column<User>[] {
  const { t } = useTranslation(['hq', 'ui']);
  const me = useUser();
  const mayMakeCodes = useMayAct('POST /users/:id/reset-code');
  const depots = useDepots();
  return [
    { head: t('users.name'), cell: ({ name }) => <bdi>{name}</bdi>, sort: 'name' },
    { head: t('users.username'), cell: ({ username }) => <bdi>{username}</bdi> },
    { head: t('users.role'), cell: ({ role }) => t(`ui:role.${role}`) },
    { head: t('users.depot'), cell: ({ depot_id }) => <bdi>{depots?.get(depot_id ?? 0)?.name ?? UNNAMED}</bdi> },
    { head: t('users.status'), cell: ({ is_active }) => t(is_active ? 'users.active' : 'users.closed') },
    {
      head: t('users.password'),
      cell: (user) =>
        mayMakeCodes &&
        user.is_active &&
        (me.role === 'admin' || OF_THE_YARD.includes(user.role)) && (
          <Button size="sm" aria-label={t('users.makeCodeFor', { name: user.name })} onClick={() => forget(user)}>
            {t('users.makeCode')}
          </Button>
        ),
    },
    // Nobody closes their own account; the server decides.
    ...(me.role === 'admin'
      ? [
          {
            head: t('users.account'),
            cell: (user: User) =>
              user.id !== me.id && (
                <Button
                  size="sm"
                  aria-label={t(user.is_active ? 'users.closeAccountOf' : 'users.openAccountOf', { name: user.name })}
                  onClick={() => leave(user)}
                >
                  {t(user.is_active ? 'users.closeAccount' : 'users.openAccount')}
                </Button>
              ),
          },
        ]
      : []),
  ];
}
