import { PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Alarm } from '../app/alarm.tsx';
import { usePhone } from '../app/phone-context.tsx';
import type { SignInView } from '../sync/protocol.ts';
import './sign-in.css';

/** `notice`: why somebody has to sign in who did before. */
export function SignInScreen({ notice }: { notice?: ReactNode }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const queries = useQueryClient();
  const [path, navigate] = useLocation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => phone.signIn({ username, password }),
    onSuccess: async (outcome) => {
      if (outcome.kind !== 'signed_in') return;
      await queries.invalidateQueries();
      if (path === '/sign-in') navigate('/', { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!attempt.isPending) attempt.mutate();
  };
  return (
    <div className="sign-in">
      <header className="sign-in-head">
        <ColorSchemeButton />
        <LanguageMenu />
      </header>
      <main>
        <form onSubmit={submit}>
          <Stack gap="md">
            <div>
              <Text fw={600}>Manchengo</Text>
              <Title order={1}>{t('signIn.title')}</Title>
              <Text c="dimmed">{t('signIn.lead')}</Text>
            </div>
            {notice}
            <TextInput
              label={t('signIn.username')}
              value={username}
              onChange={(event) => setUsername(event.currentTarget.value)}
              autoComplete="username"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              dir="ltr"
              required
            />
            <PasswordInput
              label={t('signIn.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
            />
            <Refusal outcome={attempt.data ?? null} />
            {attempt.isError && <ErrorNote code="INTERNAL" />}
            <NextButton type="submit" loading={attempt.isPending}>
              {t('signIn.submit')}
            </NextButton>
          </Stack>
        </form>
      </main>
    </div>
  );
}

function Refusal({ outcome }: { outcome: SignInView | null }) {
  const { t } = useTranslation('phone');
  if (outcome === null || outcome.kind === 'signed_in') return null;
  if (outcome.kind === 'refused') return <ErrorNote code={outcome.code} />;
  return (
    <Alarm title={t('signIn.notYours', { count: outcome.unsent, name: outcome.name })}>
      {t('signIn.notYoursMore')}
    </Alarm>
  );
}
