import { Button, Stack, Text } from '@mantine/core';
import { IconBuildingWarehouse } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { GivenCode } from './add-depot-screen.tsx';

/** Somebody holds a hub's pairing code before the scanner of notes: it is no note, and may be just what they want. */
export function DepotOffer({ depot, code }: { depot: string; code: string }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const add = () => navigate('/me/add-depot', { state: { code } satisfies GivenCode, replace: true });
  return (
    <div className="card" role="alert">
      <Stack gap="sm">
        <Text fw={600}>{t('addDepot.offer', { depot })}</Text>
        <Text c="dimmed">{t('addDepot.offerMore')}</Text>
        <Button leftSection={<IconBuildingWarehouse aria-hidden />} onClick={add}>
          {t('addDepot.offerYes')}
        </Button>
      </Stack>
    </div>
  );
}
