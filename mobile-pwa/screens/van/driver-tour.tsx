import { Button, Text, Title } from '@mantine/core';
import { IconWritingSign } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TourDifferences } from '#shared/contract/tour.ts';
import { tourId } from '#shared/domain/tour/tour-id.ts';
import { usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { PaperLines } from './paper-lines.tsx';

/**
 * How the own tour stands, what was missing or too much once it is settled, and the way to sign. What there is to sign comes
 * from a depot whose server knows of tours.
 */
export function DriverTour({ today }: { today: string }) {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  const id = session ? tourId({ driver_user_id: session.user.id, day: today }) : null;
  const { data: tour = null } = usePhoneQuery(['tourById', id], async (phone) =>
    id === null ? null : phone.tourById(id),
  );
  if (!session || !may(session.user.role, 'sign')) return null;
  return (
    <section>
      <Title order={2} size="h5" mt="lg" c="dimmed">
        {t('van.own')}
      </Title>
      <Text>{t(`van.state.${tour?.state ?? 'PLANNED'}`)}</Text>
      {tour?.state === 'SETTLED' && <Differences differences={tour.differences} />}
      <Button component={Link} to="/van/sign" fullWidth mt="xs" leftSection={<IconWritingSign aria-hidden />}>
        {t('van.sign')}
      </Button>
    </section>
  );
}

function Differences({ differences }: { differences: TourDifferences | null }) {
  const { t } = useTranslation('phone');
  if (differences === null) return null;
  const { goods, cash, cheques } = differences;
  if ((goods ?? []).length === 0 && cash === 0 && cheques.length === 0) return <Text>{t('van.noDifference')}</Text>;
  const lines = (goods ?? []).map((line) => ({ ...line, condition: null }));
  return (
    <>
      <Text fw={600}>{t('van.differences')}</Text>
      <PaperLines paper={{ goods: lines, cash: cash === 0 ? null : cash, cheques, empties: [] }} />
    </>
  );
}
