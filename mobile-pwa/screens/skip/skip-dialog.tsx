import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone } from '../../app/phone-context.tsx';
import { SaveFailure } from '../../app/save-failure.tsx';
import { useSaving } from '../../app/use-saving.ts';
import type { KeptForm } from '../../store/forms.ts';
import type { Stop } from '../../store/views.ts';
import { SKIP_REASONS, skipForm } from '../../store/visits.ts';
import { useFormAsLeft, useKeptForm } from '../use-kept-form.ts';
import { BLANK_SKIP, isBlankSkip, type SkipForm, skipOf } from './skip-form.ts';

interface SkipProps {
  stop: Stop;
  /** YYYY-MM-DD. */
  today: string;
  onSkipped: () => void;
}

export interface SkipDialogProps extends SkipProps {
  opened: boolean;
  onClose: () => void;
}

export function SkipDialog({ opened, onClose, ...skip }: SkipDialogProps) {
  const { t } = useTranslation('phone');
  return (
    <Asking opened={opened} onClose={onClose} title={t('skip.title', { name: skip.stop.client_name })}>
      <KeptSkipForm {...skip} />
    </Asking>
  );
}

function KeptSkipForm(props: SkipProps) {
  const form = useFormAsLeft(skipForm(props.stop.id), BLANK_SKIP);
  return form === undefined ? <LoadingShape /> : <Form {...props} initial={form} />;
}

function Form({ stop, today, initial, onSkipped }: SkipProps & { initial: KeptForm<SkipForm> }) {
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
