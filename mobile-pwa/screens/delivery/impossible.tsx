import { Button, Radio, Stack, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { newId } from '../../app/new-id.ts';
import { usePhone, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';

const REASONS = ['ABSENT', 'CLOSED', 'REFUSED', 'OTHER'] as const;
type Reason = (typeof REASONS)[number];

interface ImpossibleProps {
  deliveryId: string;
  onSaved: (eventId: string) => void;
  /** What was typed of goods and cash is not kept any more. */
  onSaving?: () => void;
}

/** Nothing could be handed over. Two taps and a reason away; a later confirmation still counts. */
export function ImpossibleButton(props: ImpossibleProps) {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  const [opened, { open, close }] = useDisclosure(false);
  if (!session || !may(session.user.role, 'fail')) return null;
  return (
    <>
      <Button variant="subtle" onClick={open}>
        {t('delivery.impossible')}
      </Button>
      <Asking opened={opened} onClose={close} title={t('delivery.impossibleTitle')}>
        <ImpossibleForm {...props} />
      </Asking>
    </>
  );
}

function ImpossibleForm({ deliveryId, onSaved, onSaving }: ImpossibleProps) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [eventId] = useState(newId);
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const save = useMutation({
    mutationFn: (why: Reason) => {
      onSaving?.();
      return phone.failDelivery({
        event_id: eventId,
        delivery_id: deliveryId,
        details: { reason: why, ...(note.trim() ? { note: note.trim() } : {}) },
      });
    },
    onSuccess: (result) => {
      void askToBeCalled();
      onSaved(result.kind === 'already' ? result.event_id : eventId);
    },
  });
  return (
    <Stack>
      <Radio.Group
        value={reason}
        onChange={(value) => setReason(value as Reason)}
        aria-label={t('delivery.impossibleTitle')}
      >
        <Stack gap="xs">
          {REASONS.map((value) => (
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
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {save.error && <SaveFailure error={save.error} />}
      <NextButton
        disabled={reason === null || save.isPending || save.isSuccess}
        loading={save.isPending}
        onClick={() => reason !== null && save.mutate(reason)}
      >
        {t('delivery.impossibleSave')}
      </NextButton>
    </Stack>
  );
}
