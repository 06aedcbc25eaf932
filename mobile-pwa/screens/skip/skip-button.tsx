import { Button, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerSkipForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone, usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { SaveFailure } from '../../app/save-failure.tsx';
import { useSaving } from '../../app/use-saving.ts';
import type { KeptForm } from '../../store/forms.ts';
import type { Stop } from '../../store/views.ts';
import { SKIP_REASONS, skipForm } from '../../store/visits.ts';
import { useFormAsLeft, useKeptForm } from '../use-kept-form.ts';
import { BLANK_SKIP, isBlankSkip, type SkipForm, skipOf } from './skip-form.ts';

interface SkipButtonProps {
  stop: Stop;
  /** YYYY-MM-DD. */
  today: string;
  onSkipped?: () => void;
}

/** Passes a stop by for now, with a reason: the others come first, and the depot is told. */
export function SkipButton({ stop, today, onSkipped }: SkipButtonProps) {
  const { t } = useTranslation('phone');
  const [opened, { open, close }] = useDisclosure(false);
  const { data: session } = useSession();
  // A server of before would not know what it is.
  const { data: contract = null } = usePhoneQuery(['contract'], (phone) => phone.contract());
  if (contract === null || !session || !may(session.user.role, 'skip')) return null;
  return (
    <>
      <Button variant="subtle" leftSection={<IconPlayerSkipForward className="mirrored" aria-hidden />} onClick={open}>
        {t('skip.open')}
      </Button>
      <Asking opened={opened} onClose={close} title={t('skip.title', { name: stop.client_name })}>
        <KeptSkipForm
          stop={stop}
          today={today}
          onSkipped={() => {
            close();
            onSkipped?.();
          }}
        />
      </Asking>
    </>
  );
}

function KeptSkipForm(props: SkipButtonProps & { onSkipped: () => void }) {
  const form = useFormAsLeft(skipForm(props.stop.id), BLANK_SKIP);
  return form === undefined ? <LoadingShape /> : <Form {...props} initial={form} />;
}

function Form({
  stop,
  today,
  initial,
  onSkipped,
}: SkipButtonProps & { initial: KeptForm<SkipForm>; onSkipped: () => void }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const { content: form, event_id, type, isUnkept, settle } = useKeptForm(initial, isBlankSkip);
  const details = skipOf(form);
  const saving = useSaving({
    save: async () => details && settle(() => phone.skipVisit({ event_id, delivery_id: stop.id, details })),
    onSaved: () => {
      void askToBeCalled();
      onSkipped();
    },
  });
  return (
    <Stack>
      <Radio.Group
        value={form.reason}
        onChange={(reason) => type({ reason: reason as SkipForm['reason'] })}
        aria-label={t('skip.reasons')}
      >
        <Stack gap="xs">
          {SKIP_REASONS.map((value) => (
            <Radio.Card key={value} value={value} className="choice">
              <Radio.Indicator />
              {t(`skip.reason.${value}`)}
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('delivery.note')}
        value={form.note}
        maxLength={1_000}
        onChange={(event) => type({ note: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('skip.askDay')}
        min={today}
        value={form.ask_day}
        onChange={(event) => type({ ask_day: event.currentTarget.value })}
      />
      <SaveFailure failure={saving.failure} isUnkept={isUnkept} />
      <NextButton disabled={details === null || saving.isOver} loading={saving.isBusy} onClick={saving.save}>
        {t('skip.save')}
      </NextButton>
    </Stack>
  );
}
