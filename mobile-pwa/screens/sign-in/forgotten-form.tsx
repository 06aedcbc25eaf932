import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import { failureOf } from '../../sync/phone-client.ts';
import { CodeField } from './code-field.tsx';
import { UsernameField, type UsernameFieldProps } from './username-field.tsx';

interface ForgottenFormProps extends UsernameFieldProps {
  /** The new password is the password. */
  onReset: (password: string) => void;
  onBack: () => void;
}

/** A one-time code, read out by HQ or the depot's clerk, sets a new password. */
export function ForgottenForm({ username, onUsername, onReset, onBack }: ForgottenFormProps) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => phone.resetPassword({ username, code, new_password: password }),
    onSuccess: (outcome) => {
      if (outcome.kind === 'reset') onReset(password);
    },
  });
  const refusal = attempt.data?.kind === 'refused' ? attempt.data.code : attempt.error && failureOf(attempt.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!attempt.isPending) attempt.mutate();
      }}
    >
      <Stack gap="md">
        <UsernameField username={username} onUsername={onUsername} />
        <CodeField label={t('forgotten.code')} code={code} onCode={setCode} />
        <PasswordInput
          label={t('forgotten.password')}
          description={t('forgotten.passwordMore', { count: LIMITS.passwordMinChars })}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          minLength={LIMITS.passwordMinChars}
          required
        />
        {refusal === 'INVALID_CREDENTIALS' ? (
          <ErrorNote code={refusal} what={t('forgotten.wrong')} safe={t('forgotten.wrongMore')} />
        ) : (
          refusal !== null && <ErrorNote code={refusal} />
        )}
        <NextButton type="submit" loading={attempt.isPending}>
          {t('forgotten.submit')}
        </NextButton>
        <Button variant="subtle" onClick={onBack}>
          {t('forgotten.back')}
        </Button>
      </Stack>
    </form>
  );
}
