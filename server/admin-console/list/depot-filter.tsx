import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDepots } from '../api/directory.ts';
import { useUser } from '../session/session-context.tsx';

export interface DepotFilterProps {
  value: string;
  onChange: (depotId: string) => void;
  /** Without the choice of all depots. */
  one?: boolean;
}

/** Which depot; a clerk has one only, so there is nothing to choose. */
export function DepotFilter({ value, onChange, one = false }: DepotFilterProps) {
  const { t } = useTranslation('hq');
  const user = useUser();
  const depots = useDepots();
  if (user.role === 'clerk') return null;
  return (
    <Select
      w={200}
      label={t('list.depot')}
      placeholder={one ? '' : t('list.all')}
      clearable={!one}
      allowDeselect={!one}
      data={[...(depots?.values() ?? [])].map((depot) => ({ value: String(depot.id), label: depot.name }))}
      value={value || null}
      onChange={(depotId) => onChange(depotId ?? '')}
    />
  );
}
