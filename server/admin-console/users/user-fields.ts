import { useTranslation } from 'react-i18next';
import { HQ_ROLES, ROLES } from '#shared/contract/entities.ts';
import { useDepots } from '../api/directory.ts';
import { type Field, textOrNull, type Values } from '../form/fields.ts';

function usePostFields(): Field[] {
  const { t } = useTranslation(['hq', 'ui']);
  const depots = [...(useDepots()?.values() ?? [])];
  return [
    {
      name: 'role',
      label: t('users.role'),
      kind: 'choice',
      options: ROLES.map((role) => ({ value: role, label: t(`ui:role.${role}`) })),
    },
    {
      name: 'depot_id',
      label: t('users.depot'),
      kind: 'choice',
      options: depots.map(({ id, name }) => ({ value: String(id), label: name })),
    },
  ];
}

/** A new account. Who works for the whole company needs no depot. */
export function useNewUserFields(): (values: Values) => Field[] {
  const { t } = useTranslation('hq');
  const [role, depot] = usePostFields() as [Field, Field];
  return (values) => [
    { name: 'name', label: t('users.name'), kind: 'text' },
    { name: 'username', label: t('users.username'), hint: t('users.usernameHint'), kind: 'text' },
    role,
    { ...depot, optional: HQ_ROLES.some((role) => role === values.role) },
    { name: 'password', label: t('users.firstPassword'), hint: t('users.firstPasswordHint'), kind: 'password' },
  ];
}

export const newUserBody = ({ name, username, role, depot_id, password }: Values) => ({
  name: textOrNull(name),
  username: String(username).trim().toLowerCase(),
  role,
  depot_id: depot_id ? Number(depot_id) : null,
  password,
});

/** Another depot or role. */
export const useMoveFields = usePostFields;
