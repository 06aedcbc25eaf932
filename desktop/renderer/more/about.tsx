import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatNumber } from '#shared/ui/format.ts';
import { Moment } from '#shared/ui/moment.tsx';

const MEGABYTE = 1_000_000;

/** What a person at HQ asks for on the telephone. */
export function About({ overview: { depot, hub, disk, backup, app_version, now } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const megabytes = (bytes: number) => formatNumber(Math.floor(bytes / MEGABYTE));
  const rows = [
    [t('more.version'), <bdi key="v">{app_version}</bdi>],
    [
      t('more.depot'),
      <bdi key="d">
        {depot.name} ({depot.code})
      </bdi>,
    ],
    [t('more.hub'), <bdi key="h">{hub.name}</bdi>],
    [t('more.disk'), t('more.megabytes', { free: megabytes(disk.free_bytes), floor: megabytes(disk.floor_bytes) })],
    [
      t('more.backup'),
      backup.last_at === null ? t('more.never') : <Moment key="b" at={backup.last_at} now={Date.parse(now)} />,
    ],
  ] as const;
  return (
    <Table variant="vertical" maw={640} fz="md" aria-label={t('more.aboutTitle')}>
      <Table.Tbody>
        {rows.map(([label, value]) => (
          <Table.Tr key={label}>
            <Table.Th w={220}>{label}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
