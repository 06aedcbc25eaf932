import { Button, Select } from '@mantine/core';
import { IconBan, IconCircleCheck, IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Device } from '#shared/contract/entities.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { useNow } from '#shared/ui/use-now.ts';
import { UNNAMED, useUsers } from '../api/directory.ts';
import type { Column } from '../list/column.ts';
import { DepotFilter } from '../list/depot-filter.tsx';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { SearchField } from '../list/search-field.tsx';
import { useOpened, useParams } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { useSignedIn } from '../session/session-context.tsx';
import { clockText } from './clock-text.ts';
import { DeviceDrawer } from './device-drawer.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import './devices-screen.css';

export function DevicesScreen() {
  const { t } = useTranslation('hq');
  const [filters, change] = useParams(['q', 'depot_id', 'is_active']);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const opened = useOpened();
  const list = useSortedList('devices', filters);
  const columns = useColumns(setRevoking);
  const filtered = Object.values(filters).some(Boolean);
  return (
    <>
      <ListHead title={t('devices.title')} list={list}>
        <SearchField value={filters.q} onChange={(q) => change({ q })} />
        <DepotFilter value={filters.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <Select
          w={150}
          label={t('devices.filter.label')}
          placeholder={t('list.all')}
          clearable
          data={[
            { value: 'true', label: t('devices.filter.active') },
            { value: 'false', label: t('devices.filter.revoked') },
          ]}
          value={filters.is_active || null}
          onChange={(is_active) => change({ is_active: is_active ?? '' })}
        />
      </ListHead>
      <ListBody
        list={list}
        columns={columns}
        label={t('devices.title')}
        keyOf={({ id }) => id}
        opened={opened.open}
        onOpen={({ id }) => opened.show({ open: id })}
        clearFilters={filtered ? () => change({ q: '', depot_id: '', is_active: '' }) : null}
        empty={{ icon: IconDeviceMobile, title: t('devices.none'), text: t('devices.noneMore') }}
      />
      <DeviceDrawer id={opened.open} onClose={opened.close} />
      <RevokeDialog device={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

function useColumns(revoke: (device: Device) => void): Column<Device>[] {
  const { t } = useTranslation('hq');
  const { user, deviceId } = useSignedIn();
  const users = useUsers();
  const columns: Column<Device>[] = [
    { head: t('devices.name'), cell: ({ name }) => <strong className="device-name">{name}</strong> },
    { head: t('devices.user'), cell: ({ user_id }) => <bdi>{users?.get(user_id)?.name ?? UNNAMED}</bdi> },
    { head: t('devices.system'), cell: ({ platform, app_version }) => <bdi>{`${platform} · ${app_version}`}</bdi> },
    { head: t('devices.seen'), sort: 'last_seen_at', cell: ({ last_seen_at }) => <Seen at={last_seen_at} /> },
    { head: t('devices.pending'), cell: ({ pending_events }) => <Pending count={pending_events} /> },
    { head: t('devices.clock'), cell: ({ clock_drift_ms }) => <ClockState driftMs={clock_drift_ms} /> },
    { head: t('devices.status'), cell: (device) => <Status device={device} /> },
  ];
  if (user.role !== 'admin') return columns;
  return [
    ...columns,
    {
      head: t('devices.revoke'),
      cell: (device) => <Revoke device={device} isThisOne={device.id === deviceId} revoke={revoke} />,
    },
  ];
}

interface RevokeProps {
  device: Device;
  /** Nobody withdraws the chair that they sit on. */
  isThisOne: boolean;
  revoke: (device: Device) => void;
}

function Revoke({ device, isThisOne, revoke }: RevokeProps) {
  const { t } = useTranslation('hq');
  if (isThisOne) return t('devices.thisOne');
  if (!device.is_active) return null;
  return (
    <Button size="sm" aria-label={t('devices.revokeName', { name: device.name })} onClick={() => revoke(device)}>
      {t('devices.revoke')}
    </Button>
  );
}

function Seen({ at }: { at: string | null }) {
  const { t } = useTranslation('hq');
  const now = useNow();
  return at ? <Moment at={at} now={now} /> : t('devices.never');
}

const Pending = ({ count }: { count: number }) => (count > 0 ? <StateBadge state="device" count={count} /> : '0');

function ClockState({ driftMs }: { driftMs: number }) {
  const { t } = useTranslation('hq');
  const text = clockText(driftMs, useLanguage());
  return text.key === 'clockRight' ? t('devices.clockRight') : t(`devices.${text.key}`, { duration: text.duration });
}

/** How far the wipe has come, each step with its time; exact on hover. */
function WipeSteps({ device }: { device: Device }) {
  const { t } = useTranslation('hq');
  const steps = [
    { state: 'ASKED', at: device.revoked_at },
    { state: 'TOLD', at: device.wipe_told_at },
    { state: 'CONFIRMED', at: device.wipe_confirmed_at },
  ] as const;
  return (
    <>
      {device.revoke_reason && (
        <small>
          {t('devices.reason')} <bdi>{device.revoke_reason}</bdi>
        </small>
      )}
      {steps.map(
        ({ state, at }) =>
          at && (
            <small key={state}>
              {t(`devices.wipe.${state}`)} · <Moment at={at} />
            </small>
          ),
      )}
    </>
  );
}

function Status({ device }: { device: Device }) {
  const { t } = useTranslation('hq');
  const Icon = device.is_active ? IconCircleCheck : IconBan;
  return (
    <span className="device-status">
      <Icon size={18} aria-hidden />
      <span>
        {device.is_active ? t('devices.active') : t('devices.revoked')}
        <WipeSteps device={device} />
      </span>
    </span>
  );
}
