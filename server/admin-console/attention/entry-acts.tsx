import { Button, Group } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ReceivedEvent } from '#shared/contract/hq/records.ts';
import { hqRequest } from '../api/client.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import { useOpened } from '../list/use-params.ts';
import { useMayAct } from '../session/session-context.tsx';
import { isOpenConflict, isOpenCorrection } from './alert-text.ts';
import { DecideDialog, type Verdict } from './decide-dialog.tsx';
import { SettleDialog } from './settle-dialog.tsx';

type Act = 'note' | 'settle' | Verdict;

const verdictIn = (act: string): Verdict | null => (act === 'accept' || act === 'reject' ? act : null);

/** What can be done about an entry: decided, settled, answered, as long as nobody has; and noted always. */
export function EntryActs({ event, onDecided }: { event: ReceivedEvent; onDecided: () => void }) {
  const { t } = useTranslation('hq');
  const mayAct = useMayAct();
  const { act, show, close } = useOpened();
  const begin = (chosen: Act) => show({ act: chosen });
  const isQuarantined = event.status === 'QUARANTINED';
  return (
    <>
      <Group gap="xs">
        {mayAct && (isQuarantined || isOpenCorrection(event)) && <Verdicts onChoose={begin} />}
        {mayAct && isOpenConflict(event) && (
          <Button variant="filled" onClick={() => begin('settle')}>
            {t('attention.settle')}
          </Button>
        )}
        <ActButton act="POST /events/:id/notes" icon={IconNote} onClick={() => begin('note')}>
          {t('attention.addNote')}
        </ActButton>
      </Group>
      <DecideDialog
        event={event}
        verdict={isQuarantined ? verdictIn(act) : null}
        onClose={close}
        onDecided={onDecided}
      />
      <SettleDialog
        event={event}
        opened={isOpenConflict(event) && act === 'settle'}
        onClose={close}
        onSettled={onDecided}
      />
      {(['accept', 'reject'] as const).map((chosen) => (
        <AnswerDialog
          key={chosen}
          id={event.id}
          verdict={chosen}
          opened={isOpenCorrection(event) && act === chosen}
          onClose={close}
          onDecided={onDecided}
        />
      ))}
      <NoteDialog id={event.id} opened={act === 'note'} onClose={close} />
    </>
  );
}

function Verdicts({ onChoose }: { onChoose: (verdict: Verdict) => void }) {
  const { t } = useTranslation('hq');
  return (
    <>
      <Button variant="filled" onClick={() => onChoose('accept')}>
        {t('attention.accept')}
      </Button>
      <Button onClick={() => onChoose('reject')}>{t('attention.reject')}</Button>
    </>
  );
}

interface AnswerDialogProps {
  id: string;
  verdict: Verdict;
  opened: boolean;
  onClose: () => void;
  onDecided: () => void;
}

function AnswerDialog({ id, verdict, opened, onClose, onDecided }: AnswerDialogProps) {
  const { t } = useTranslation('hq');
  return (
    <ActDialog
      opened={opened}
      title={t(`attention.correction.${verdict}Title`)}
      onClose={onClose}
      fields={[
        { name: 'reason', label: t('form.reason'), kind: 'long', hint: t(`attention.correction.${verdict}Text`) },
      ]}
      initial={{ reason: '' }}
      toChange={({ reason }) =>
        hqRequest(`POST /corrections/:id/${verdict}`, { params: { id }, body: { reason: String(reason).trim() } })
      }
      submit={t(`attention.${verdict}`)}
      onDone={onDecided}
    />
  );
}

function NoteDialog({ id, opened, onClose }: { id: string; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('hq');
  return (
    <ActDialog
      opened={opened}
      title={t('attention.addNote')}
      onClose={onClose}
      fields={[{ name: 'text', label: t('attention.noteText'), kind: 'long', hint: t('attention.noteHint') }]}
      initial={{ text: '' }}
      toChange={({ text }) =>
        hqRequest('POST /events/:id/notes', { params: { id }, body: { text: String(text).trim() } })
      }
      submit={t('attention.addNote')}
    />
  );
}
