import { useTranslation } from 'react-i18next';
import type { Role } from '#shared/contract/entities.ts';
import { useDepots, useUsers } from '../api/directory.ts';
import type { Field, Option, Values } from '../form/fields.ts';

/** Those whose deliveries count. */
const DELIVERERS: readonly Role[] = ['driver', 'seller', 'warehouse'];

/** Who delivers for a depot, as a choice. */
export function useDriverOptions(): (depotId: number) => Option[] {
  const { t } = useTranslation('ui');
  const users = useUsers();
  return (depotId) =>
    [...(users?.values() ?? [])]
      .filter(({ role, depot_id, is_active }) => is_active && depot_id === depotId && DELIVERERS.includes(role))
      .map(({ id, name, role }) => ({ value: String(id), label: `${name} · ${t(`role.${role}`)}` }));
}

/** For whom, from where, by whom, when: drivers are those of the depot that is chosen. */
export function usePlanFields(): (values: Values) => Field[] {
  const { t } = useTranslation('hq');
  const depots = [...(useDepots()?.values() ?? [])];
  const driversOf = useDriverOptions();
  return ({ depot_id }) => [
    { name: 'client_id', label: t('deliveries.client'), kind: 'client' },
    { name: 'planned_for', label: t('deliveries.plannedFor'), kind: 'day' },
    {
      name: 'depot_id',
      label: t('list.depot'),
      kind: 'choice',
      options: depots.map(({ id, name }) => ({ value: String(id), label: name })),
    },
    {
      name: 'driver_user_id',
      label: t('deliveries.driver'),
      kind: 'choice',
      options: driversOf(Number(depot_id)),
    },
  ];
}
