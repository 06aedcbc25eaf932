import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Hub } from '#shared/contract/entities.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';

/** A hub that is withdrawn does not come back: what follows is said before, and a reason is asked for. */
export function RevokeHubDialog({ hub, onClose }: { hub: Hub | null; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  return (
    <ActDialog
      opened={hub !== null}
      title={t('hubs.revokeTitle')}
      onClose={onClose}
      fields={[{ name: 'reason', label: t('form.reason'), kind: 'text' }]}
      initial={{ reason: '' }}
      toChange={({ reason }) =>
        hqRequest('POST /hubs/:id/revoke', { params: { id: hub?.id ?? '' }, body: { reason: String(reason).trim() } })
      }
      submit={t('hubs.revoke')}
      danger
    >
      {hub && (
        <>
          <Text>
            <bdi>{hub.name}</bdi> · <bdi>{depots?.get(hub.depot_id)?.name ?? UNNAMED}</bdi>
          </Text>
          <List size="sm" spacing={4}>
            <List.Item>{t('hubs.revokePhones')}</List.Item>
            <List.Item>{t('hubs.revokeQueue', { count: hub.backlog })}</List.Item>
            <List.Item>{t('hubs.revokeCertificate')}</List.Item>
            <List.Item>{t('hubs.revokeAgain')}</List.Item>
          </List>
        </>
      )}
    </ActDialog>
  );
}
