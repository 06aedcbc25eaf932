import { Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { clerksQuery, signInClerk } from '../api/desk.ts';
import { DeskTroubleNote } from './desk-trouble.tsx';
import { isWholePin, PinInput } from './pin-input.tsx';

const EMPTY = { username: '', password: '', pin: '', again: '' };

/** Once for each clerk: by HQ's password, and with a PIN of the clerk's choice for what follows. */
export function SignInForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('depot');
  const queryClient = useQueryClient();
  const [fields, setFields] = useState(EMPTY);
  const signIn = useMutation({
    mutationFn: () => signInClerk({ username: fields.username, password: fields.password, pin: fields.pin }),
    onSuccess: async ({ trouble }) => {
      if (trouble !== null) return;
      await queryClient.invalidateQueries({ queryKey: clerksQuery.queryKey });
      onDone();
    },
  });
  const set = (change: Partial<typeof EMPTY>) => {
    signIn.reset();
    setFields({ ...fields, ...change });
  };
  const isOther = isWholePin(fields.again) && fields.again !== fields.pin;
  const isReady = fields.username.trim() !== '' && fields.password !== '' && isWholePin(fields.pin);
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        signIn.mutate();
      }}
    >
      <Stack gap="md">
        <Text>{t('desk.signInMore')}</Text>
        <TextInput
          size="lg"
          dir="ltr"
          label={t('desk.username')}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={fields.username}
          onChange={({ currentTarget }) => set({ username: currentTarget.value })}
        />
        <PasswordInput
          size="lg"
          dir="ltr"
          label={t('desk.password')}
          autoComplete="off"
          value={fields.password}
          onChange={({ currentTarget }) => set({ password: currentTarget.value })}
        />
        <Group align="start" gap="md">
          <PinInput
            label={t('desk.newPin')}
            description={t('desk.newPinMore')}
            value={fields.pin}
            onChange={(pin) => set({ pin })}
          />
          <PinInput
            label={t('desk.pinAgain')}
            description={t('desk.pinAgainMore')}
            value={fields.again}
            error={isOther ? t('desk.pinsDiffer') : null}
            onChange={(again) => set({ again })}
          />
        </Group>
        <DeskTroubleNote answer={signIn.data} />
        {signIn.error && <ErrorNote code={failureIn(signIn.error).code} />}
        <Group>
          <NextButton
            type="submit"
            size="lg"
            loading={signIn.isPending}
            disabled={!isReady || fields.again !== fields.pin}
          >
            {t('desk.signIn')}
          </NextButton>
        </Group>
      </Stack>
    </form>
  );
}
