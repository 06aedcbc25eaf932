import { Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OneTimeCode as Code } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { useDepots } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { OneTimeCode } from '../code/one-time-code.tsx';

const readCode = reader(Code);

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
  const create = useChange('hubs', readCode);
  const depotId = chosen ?? (depots[0] ? String(depots[0].id) : null);
  if (create.data) {
    return (
      <OneTimeCode code={create.data} title={t('hubs.codeTitle')} onClose={onClose}>
        <Text>{t('hubs.codeUse')}</Text>
        <Text size="sm" className="code-setting ltr">{`MANCHENGO_ENROLL_CODE=${create.data.code}`}</Text>
      </OneTimeCode>
    );
  }
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
        {create.error && <ErrorNote code={failureIn(create.error).code} />}
        <Group justify="end">
          <NextButton type="submit" disabled={depotId === null} loading={create.isPending}>
            {t('hubs.createSubmit')}
          </NextButton>
        </Group>
      </Stack>
    </form>
  );
}
