import { Button, Input } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { UNNAMED } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';

/** That a list shows one client's papers only, as another screen asked for it, and the way out of that. */
export function ClientFilter({ value, onChange }: { value: string; onChange: (clientId: string) => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const { data } = useOne('clients', value);
  if (value === '') return null;
  return (
    <div>
      <Input.Label component="div" display="block">
        {t('deliveries.client')}
      </Input.Label>
      <Button size="sm" rightSection={<IconX size={16} aria-hidden />} onClick={() => onChange('')}>
        <bdi>{data?.name ?? UNNAMED}</bdi>
      </Button>
    </div>
  );
}
