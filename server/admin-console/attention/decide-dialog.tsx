import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EventRecord } from '#shared/contract/hq/records.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { Refused } from '../form/refused.tsx';
import { actionText } from './alert-text.ts';

export type Verdict = 'accept' | 'reject';

interface DecideProps {
  event: EventRecord;
  /** What is to be confirmed; null: nothing yet. */
  verdict: Verdict | null;
  onClose: () => void;
  onDecided: () => void;
}

/** Neither decision can be taken back, so each is said once more before it is made. */
export function DecideDialog({ event, verdict, onClose, onDecided }: DecideProps) {
  const { t } = useTranslation(['hq', 'ui']);
  const queries = useQueryClient();
  const decide = useChange<'POST /quarantine/:id/accept' | 'POST /quarantine/:id/reject'>();
  const confirm = (chosen: Verdict) =>
    decide.mutate(hqRequest(`POST /quarantine/:id/${chosen}`, { params: { id: event.id } }), {
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: ['events'] });
        onDecided();
      },
    });
  const what = t(`attention.action.${actionText(event.action)}`);
  return (
    <Modal opened={verdict !== null} onClose={onClose} title={verdict && t(`attention.${verdict}Title`)}>
      {verdict && (
        <Stack>
          <Text>{t(`attention.${verdict}Text`, { what, who: event.user_name ?? UNNAMED })}</Text>
          {decide.error && <Refused error={decide.error} />}
          <Group justify="end">
            <Button onClick={onClose}>{t('ui:action.cancel')}</Button>
            <Button
              variant="filled"
              {...(verdict === 'reject' && { color: 'red' })}
              loading={decide.isPending}
              onClick={() => confirm(verdict)}
              data-autofocus
            >
              {t(`attention.${verdict}`)}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
