import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HQ_ROLES } from '#shared/contract/entities.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useUsers } from '../api/directory.ts';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { useSignedIn } from '../session/session-context.tsx';
import { Evidence } from './evidence.tsx';
import { JournalCheck } from './journal-check.tsx';

/** A device: whose it is, whether its journal holds, and what shows that to others. */
export function DeviceDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const { user } = useSignedIn();
  const users = useUsers();
  const { data: device, error } = useOne('devices', id);
  return (
    <DetailDrawer opened={id !== ''} title={<bdi>{device?.name ?? ''}</bdi>} onClose={onClose}>
      {error && <ErrorNote code={failureIn(error).code} />}
      {!device && !error && <LoadingShape rows={4} height={44} />}
      {device && (
        <Stack>
          <Facts
            facts={[
              { name: t('devices.user'), value: <bdi>{users?.get(device.user_id)?.name ?? UNNAMED}</bdi> },
              { name: t('devices.registered'), value: <Moment at={device.registered_at} /> },
            ]}
          />
          <Title order={2} size="h5">
            {t('journal.title')}
          </Title>
          <JournalCheck id={device.id} />
          {HQ_ROLES.includes(user.role) && <Evidence id={device.id} />}
        </Stack>
      )}
    </DetailDrawer>
  );
}
