import { Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxAnswer } from '#shared/contract/desktop/desk.ts';
import type { DesktopAttention } from '#shared/contract/desktop.ts';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { answerInbox } from '../api/desk.ts';
import { ActDialog } from './act-dialog.tsx';

const OUTCOMES = ['DONE', 'NOTED'] as const satisfies InboxAnswer['outcome'][];

/** A clerk has seen to an entry: it leaves the inbox, and HQ reads who did what. */
export function InboxDialog({ item, onClose }: { item: DesktopAttention; onClose: () => void }) {
  const { t } = useTranslation(['depot', 'ui']);
  const [outcome, setOutcome] = useState<InboxAnswer['outcome']>('DONE');
  const [reason, setReason] = useState('');
  const said = reason.trim() === '' ? {} : { reason: reason.trim() };
  return (
    <ActDialog
      title={t('inbox.answer')}
      confirm={t('inbox.confirm')}
      act={(by) => answerInbox(item.event_id, { by, outcome, ...said })}
      onDone={onClose}
      onClose={onClose}
    >
      <Text fw={600}>
        {item.reference && <bdi>{`${item.reference} · `}</bdi>}
        {t(`ui:reason.${reasonText(item.error_code)}`)}
      </Text>
      <Text>{t(`inbox.todo.${reasonText(item.error_code)}`)}</Text>
      <Radio.Group
        size="lg"
        label={t('inbox.outcome')}
        value={outcome}
        onChange={(chosen) => setOutcome(chosen as InboxAnswer['outcome'])}
      >
        <Stack gap={0} mt="xs">
          {OUTCOMES.map((value) => (
            <Radio key={value} size="md" py="sm" value={value} label={t(`inbox.outcomes.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        size="md"
        label={t('inbox.note')}
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ActDialog>
  );
}
