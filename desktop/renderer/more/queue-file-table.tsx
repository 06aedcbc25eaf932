import { Paper, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QueueFiles } from '#shared/contract/desktop/queue-files.ts';
import { formatNumber } from '#shared/ui/format.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';

type QueueFile = QueueFiles['items'][number];
const KILOBYTE = 1_000;

/** The files of phones that were imported here, and where each is. */
export function QueueFileTable({ files }: { files: QueueFile[] }) {
  const { t } = useTranslation('depot');
  return (
    <Paper withBorder style={{ overflow: 'clip' }}>
      <Table horizontalSpacing="md" fz="md" aria-label={t('queueFiles.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('queueFiles.file')}</Table.Th>
            <Table.Th>{t('queueFiles.imported')}</Table.Th>
            <Table.Th>{t('queueFiles.by')}</Table.Th>
            <Table.Th>{t('queueFiles.progress')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {files.map((file) => (
            <Table.Tr key={file.id}>
              <Table.Td>
                <bdi>{file.name}</bdi>{' '}
                <Text span c="dimmed" size="sm">
                  <bdi>{t('queueFiles.kilobytes', { number: formatNumber(Math.ceil(file.size / KILOBYTE)) })}</bdi>
                </Text>
              </Table.Td>
              <Table.Td>
                <Moment at={file.at} />
              </Table.Td>
              <Table.Td>
                <bdi>{file.user_name}</bdi>
              </Table.Td>
              <Table.Td maw={460}>
                <Progress file={file} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Progress({ file: { state, size, sent_bytes, held, fault, taken } }: { file: QueueFile }) {
  const { t } = useTranslation('depot');
  // A badge does not break: what is a sentence stands below it.
  if (state === 'REFUSED') {
    return (
      <>
        <StateBadge state="person" />
        <Text size="sm">{t(`queueFiles.fault.${fault ?? 'DAMAGED'}`)}</Text>
      </>
    );
  }
  if (taken === null) {
    const percent = Math.floor((100 * sent_bytes) / size);
    const sending = sent_bytes > 0 ? t('queueFiles.sending', { percent }) : t('queueFiles.waiting');
    return (
      <>
        <StateBadge state="depot">{held ? null : sending}</StateBadge>
        {held && <Text size="sm">{t(`queueFiles.held.${held}`)}</Text>}
      </>
    );
  }
  const { added, known, quarantined, refused } = taken;
  return (
    <>
      <StateBadge state="hq">{t('queueFiles.taken', { count: added + known, added })}</StateBadge>
      {quarantined > 0 && <Text size="sm">{t('queueFiles.quarantined', { count: quarantined })}</Text>}
      {refused > 0 && <Text size="sm">{t('queueFiles.unreadable', { count: refused })}</Text>}
    </>
  );
}
