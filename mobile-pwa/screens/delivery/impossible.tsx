import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { newId } from '../../app/new-id.ts';
import { usePhone, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';
import type { Settle } from '../../app/use-kept.ts';
import { useSaving } from '../../app/use-saving.ts';
import { type DeliveryDraft, type DraftedFailure, FAILURE_REASONS, type FailureReason } from '../../store/views.ts';
import { ProofBar } from '../proof/proof-bar.tsx';
import { failureOf } from './details.ts';
import { NO_PROOF, withFailure } from './draft.ts';

interface ImpossibleProps {
  draft: DeliveryDraft;
  /** Keeps what was typed, as the rest of the stop's form. */
  onChange: (next: DeliveryDraft | ((now: DeliveryDraft) => DeliveryDraft)) => void;
  isUnkept: boolean;
  settle: Settle;
  onSaved: (eventId: string) => void;
}

/** Nothing could be handed over. Two taps and a reason away; a later confirmation still counts. */
export function ImpossibleButton(props: ImpossibleProps) {
  const { draft, onChange } = props;
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  // Whoever was typing a reason when the app went goes on with it; whoever closed the question finds it when they ask.
  const [opened, setOpened] = useState(draft.failure?.is_open ?? false);
  const turn = (is_open: boolean) => {
    setOpened(is_open);
    if (draft.failure !== null) onChange(withFailure(draft, { is_open }, newId));
  };
  if (!session || !may(session.user.role, 'fail')) return null;
  return (
    <>
      <Button variant="subtle" onClick={() => turn(true)}>
        {t('delivery.impossible')}
      </Button>
      <Asking opened={opened} onClose={() => turn(false)} title={t('delivery.impossibleTitle')}>
        <ImpossibleForm {...props} />
      </Asking>
    </>
  );
}

function ImpossibleForm({ draft, onChange, isUnkept, settle, onSaved }: ImpossibleProps) {
  const { t } = useTranslation('phone');
  const { reason = null, note = '', proof = NO_PROOF } = draft.failure ?? {};
  const type = (change: Partial<DraftedFailure>) => onChange(withFailure(draft, { ...change, is_open: true }, newId));
  const saving = useFailure(draft, settle, onSaved);
  return (
    <Stack>
      <Radio.Group
        value={reason}
        onChange={(value) => type({ reason: value as FailureReason })}
        aria-label={t('delivery.impossibleTitle')}
      >
        <Stack gap="xs">
          {FAILURE_REASONS.map((value) => (
            <Radio.Card key={value} value={value} className="choice">
              <Radio.Indicator />
              {t(`delivery.failed.${value}`)}
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('delivery.note')}
        value={note}
        maxLength={1_000}
        onChange={(event) => type({ note: event.currentTarget.value })}
      />
      <ProofBar
        proof={proof}
        rule={{}}
        hasSignature={false}
        onChange={(update) =>
          onChange((now) => withFailure(now, { proof: update(now.failure?.proof ?? NO_PROOF), is_open: true }, newId))
        }
      />
      <SaveFailure failure={saving.failure} isUnkept={isUnkept} />
      <NextButton disabled={reason === null || saving.isOver} loading={saving.isBusy} onClick={saving.save}>
        {t('delivery.impossibleSave')}
      </NextButton>
    </Stack>
  );
}

/** Records that nothing could be handed over, with the reason and the note as they stand. */
function useFailure({ delivery_id, failure }: DeliveryDraft, settle: Settle, onSaved: (eventId: string) => void) {
  const phone = usePhone();
  return useSaving({
    save: async () => {
      const details = failure && failureOf(failure);
      if (failure === null || details === null) return null;
      const { event_id } = failure;
      const result = await settle(() => phone.failDelivery({ event_id, delivery_id, details }));
      return result.kind === 'already' ? result.event_id : event_id;
    },
    onSaved: (eventId) => {
      void askToBeCalled();
      onSaved(eventId);
    },
  });
}
