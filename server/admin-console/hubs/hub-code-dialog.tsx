import { Button, CopyButton, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '#shared/contract/setup.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { hqRequest } from '../api/client.ts';
import { useDepots } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { OneTimeCode } from '../code/one-time-code.tsx';
import { Refused } from '../form/refused.tsx';

/** A code with which one computer joins a depot. It is shown once: HQ keeps only its fingerprint. */
export function HubCodeDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  return (
    <Modal opened={opened} onClose={onClose} title={t('hubs.createTitle')}>
      <Enrolment onClose={onClose} />
    </Modal>
  );
}

function Enrolment({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('hq');
  const depots = [...(useDepots()?.values() ?? [])];
  const [chosen, setChosen] = useState<string | null>(null);
  const create = useChange<'POST /hub-codes'>();
  const depotId = chosen ?? (depots[0] ? String(depots[0].id) : null);
  if (create.data) {
    return (
      <OneTimeCode code={create.data} title={t('hubs.codeTitle')} onClose={onClose}>
        <Text>{t('hubs.codeUse')}</Text>
        <InvitationFile invitation={create.data.invitation} />
      </OneTimeCode>
    );
  }
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        create.mutate(hqRequest('POST /hub-codes', { body: { depot_id: Number(depotId) } }));
      }}
    >
      <Stack>
        <Text>{t('hubs.createText')}</Text>
        <Select
          size="md"
          label={t('hubs.depotLabel')}
          allowDeselect={false}
          data={depots.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={depotId}
          onChange={setChosen}
        />
        {create.error && <Refused error={create.error} />}
        <Group justify="end">
          <NextButton type="submit" disabled={depotId === null} loading={create.isPending}>
            {t('hubs.createSubmit')}
          </NextButton>
        </Group>
      </Stack>
    </form>
  );
}

/** What the wizard of the depot's PC takes whole: nothing has to be typed there. */
function InvitationFile({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation(['hq', 'ui']);
  const text = JSON.stringify(invitation);
  return (
    <Group>
      <Button
        component="a"
        href={`data:application/json,${encodeURIComponent(text)}`}
        download={t('hubs.invitationFile')}
        leftSection={<IconDownload size={18} aria-hidden />}
      >
        {t('hubs.saveInvitation')}
      </Button>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} leftSection={<IconCopy size={18} aria-hidden />}>
            {copied ? t('ui:action.copied') : t('hubs.copyInvitation')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
