import { Button, CopyButton, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { useDepots } from '../api/directory.ts';
import type { HubCode } from '../api/records.ts';
import { useChange } from '../api/use-change.ts';
import './hub-code-dialog.css';

/** A code with which one computer joins a depot. It is shown once: HQ keeps only its fingerprint. */
export function HubCodeDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('hubs.createTitle')}
      closeButtonProps={{ 'aria-label': t('ui:action.close') }}
    >
      <Enrolment onClose={onClose} />
    </Modal>
  );
}

function Enrolment({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('hq');
  const depots = [...(useDepots()?.values() ?? [])];
  const [chosen, setChosen] = useState<string | null>(null);
  const create = useChange<HubCode>('hubs');
  const depotId = chosen ?? (depots[0] ? String(depots[0].id) : null);
  if (create.data) return <Code code={create.data} onClose={onClose} />;
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        create.mutate({ path: 'hub-codes', body: { depot_id: Number(depotId) } });
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
        {create.error && <ErrorNote {...failureIn(create.error)} />}
        <Group justify="end">
          <NextButton type="submit" disabled={depotId === null} loading={create.isPending}>
            {t('hubs.createSubmit')}
          </NextButton>
        </Group>
      </Stack>
    </form>
  );
}

function Code({ code: { code, expires_at }, onClose }: { code: HubCode; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const language = useLanguage();
  return (
    <Stack>
      <Text fw={600}>{t('hubs.codeTitle')}</Text>
      <output className="hub-code ltr">{code}</output>
      <Text>{t('hubs.codeUse')}</Text>
      <Text size="sm" className="hub-setting ltr">{`MANCHENGO_ENROLL_CODE=${code}`}</Text>
      <Text size="sm" c="dimmed">
        {t('hubs.codeExpires', { time: formatDateTime(expires_at, language) })}
      </Text>
      <Group justify="end">
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              {copied ? t('ui:action.copied') : t('ui:action.copy')}
            </Button>
          )}
        </CopyButton>
        <NextButton onClick={onClose}>{t('ui:action.close')}</NextButton>
      </Group>
    </Stack>
  );
}
