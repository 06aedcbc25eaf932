import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PairingFault } from '#shared/domain/pairing.ts';
import { Alarm } from '../../app/alarm.tsx';

/** Why a scanned code adds no depot, and what to do. */
export function CodeRefused({ why }: { why: PairingFault }) {
  const { t } = useTranslation('phone');
  return (
    <Alarm title={t(`addDepot.${why}`)}>
      <Text>{t(`addDepot.${why}Todo`)}</Text>
    </Alarm>
  );
}
