import { Button, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Alarm } from '../../app/alarm.tsx';
import type { SignInView } from '../../sync/phone-views.ts';
import type { FailureCode } from '../../sync/protocol.ts';
import { UsernameField, type UsernameFieldProps } from './username-field.tsx';

interface PasswordFormProps extends UsernameFieldProps {
  outcome: SignInView | null;
  /** Why the call itself failed. */
  failure: FailureCode | null;
  isPending: boolean;
  onSubmit: (password: string) => void;
  onForgotten: () => void;
  /** Nobody answered: what is the matter? */
  onCheck: () => void;
}

export function PasswordForm({
  outcome,
  failure,
  isPending,
  onSubmit,
  onForgotten,
  onCheck,
  ...who
}: PasswordFormProps) {
  const { t } = useTranslation('phone');
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) onSubmit(password);
      }}
    >
      <Stack gap="md">
        <UsernameField {...who} />
        <PasswordInput
          label={t('signIn.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
        />
        <Refusal outcome={outcome} />
        {isNobodyThere(outcome) && <Button onClick={onCheck}>{t('doctor.why')}</Button>}
        {failure !== null && <ErrorNote code={failure} />}
        <NextButton type="submit" loading={isPending}>
          {t('signIn.submit')}
        </NextButton>
        <Button variant="subtle" onClick={onForgotten}>
          {t('forgotten.open')}
        </Button>
      </Stack>
    </form>
  );
}

/** What answered, if anything, is no way to HQ. */
const isNobodyThere = (outcome: SignInView | null): boolean =>
  outcome?.kind === 'refused' && ['OFFLINE', 'SERVER_UNKNOWN'].includes(outcome.code);

function Refusal({ outcome }: { outcome: SignInView | null }) {
  const { t } = useTranslation('phone');
  switch (outcome?.kind) {
    case 'refused':
      return <ErrorNote code={outcome.code} />;
    case 'not_yours':
      return (
        <Alarm title={t('signIn.notYours', { count: outcome.unsent, name: outcome.name })}>
          {t('signIn.notYoursMore')}
        </Alarm>
      );
    case 'signed_in':
    case 'too_many':
    case undefined:
      return null;
  }
}
