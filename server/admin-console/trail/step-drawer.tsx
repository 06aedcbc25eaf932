import { Anchor, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { AuditStepRecord } from '#shared/contract/hq/audit-steps.ts';
import { formatPercent } from '#shared/ui/format.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDevices } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { stepKey } from './step-text.ts';

/** One step: who, when, on which device and in what surroundings, and the signed entry in which it came. */
export function StepDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const reading = useOne('audit-entries', id);
  const data = reading.data;
  return (
    <DetailDrawer reading={reading} opened={id !== ''} title={data && t(stepKey(data.action))} onClose={onClose}>
      {data && <Details step={data} />}
    </DetailDrawer>
  );
}

/** The screen on which the thing of a step is shown. */
const SCREENS: Readonly<Record<string, string>> = {
  DELIVERY: '/deliveries',
  INVOICE: '/invoices',
  CLIENT: '/clients',
};

function Details({ step }: { step: AuditStepRecord }) {
  const { t } = useTranslation('hq');
  const device = useDevices()?.get(step.device_id);
  const { context, entity_type, entity_id } = step;
  const screen = SCREENS[entity_type];
  const place = context.location && `${context.location.lat}, ${context.location.lng}`;
  return (
    <Stack>
      <Facts
        facts={[
          { name: t('attention.who'), value: <bdi>{step.user_name ?? UNNAMED}</bdi> },
          { name: t('trail.at'), value: <Moment at={step.occurred_at} /> },
          { name: t('attention.device'), value: <bdi>{device?.name ?? UNNAMED}</bdi> },
          { name: t('trail.version'), value: <bdi>{context.app_version}</bdi> },
          {
            name: t('trail.battery'),
            value: context.battery_level !== null && (
              <bdi className="ltr">{formatPercent(Math.round(context.battery_level))}</bdi>
            ),
          },
          { name: t('trail.network'), value: context.network_type && <bdi>{context.network_type}</bdi> },
          { name: t('trail.place'), value: place && <bdi className="ltr">{place}</bdi> },
          {
            name: t('attention.about'),
            value: screen && (
              <Anchor component={Link} to={`${screen}?open=${entity_id}`} size="sm" underline="always">
                {t('trail.openThing')}
              </Anchor>
            ),
          },
          {
            name: t('trail.signed'),
            value: (
              <Anchor component={Link} to={`/entries?open=${step.event_id}`} size="sm" underline="always">
                {t('attention.readEntry')}
              </Anchor>
            ),
          },
        ]}
      />
    </Stack>
  );
}
