import { Alert, Anchor, List, Text } from '@mantine/core';
import { IconCircleCheck, IconFileAlert } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { QueueFileFault, type QueueFileTaken } from '#shared/contract/queue-file.ts';
import { reader } from '#shared/contract/reader.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';

const readFault = reader(QueueFileFault);

/** The one thing that is wrong with a file, what is safe, and what to do. */
export function Refused({ error }: { error: Error }) {
  const { t } = useTranslation('hq');
  const { code, fault } = failureIn(error);
  const known = readFault(fault);
  if (!known.ok) return <ErrorNote code={code} safe={t('queueFile.nothingLost')} />;
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconFileAlert aria-hidden />}
      title={t('queueFile.refused')}
    >
      {t(`queueFile.faults.${known.value}`)} {t('queueFile.nothingLost')}
    </Alert>
  );
}

/** What became of the entries of a file, in sentences; what needs a hand leads there. */
export function Taken({ taken: { added, known, quarantined, refused } }: { taken: QueueFileTaken }) {
  const { t } = useTranslation('hq');
  const isEmpty = added + known + refused === 0;
  return (
    <Alert role="status" variant="outline" icon={<IconCircleCheck aria-hidden />} title={t('queueFile.taken')}>
      {isEmpty && <Text size="sm">{t('queueFile.empty')}</Text>}
      <List size="sm">
        {added > 0 && <List.Item>{t('queueFile.added', { count: added })}</List.Item>}
        {known > 0 && <List.Item>{t('queueFile.known', { count: known })}</List.Item>}
        {quarantined > 0 && (
          <List.Item>
            {t('queueFile.quarantined', { count: quarantined })}{' '}
            <Anchor component={Link} to="/attention?kind=quarantine" underline="always">
              {t('queueFile.decide')}
            </Anchor>
          </List.Item>
        )}
        {refused > 0 && <List.Item>{t('queueFile.spoilt', { count: refused })}</List.Item>}
      </List>
      <Text size="sm" c="dimmed" mt="xs">
        {t('queueFile.photos')}
      </Text>
    </Alert>
  );
}
