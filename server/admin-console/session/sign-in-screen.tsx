import { Center, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import type { Failure } from '#shared/ui/json-call.ts';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { useSession } from './session-context.tsx';

/** `because`: why the last session ended, where it was not the user's own doing. */
export function SignInScreen({ because }: { because: Failure | null }) {
  const { t } = useTranslation('hq');
  const session = useSession();
  usePageTitle(t('signIn.title'));
  const [failure, setFailure] = useState(because);
  const [busy, setBusy] = useState(false);
  const signIn = async (form: FormData) => {
    setBusy(true);
    const answer = await session.signIn(String(form.get('username')), String(form.get('password')));
    // On success this screen is gone.
    if (answer.ok) return;
    setFailure(answer.error);
    setBusy(false);
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper
        component="form"
        withBorder
        shadow="sm"
        p="xl"
        w={420}
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void signIn(new FormData(submitted.currentTarget));
        }}
      >
        <Stack>
          <div>
            <Title order={1} size="h2">
              Manchengo
            </Title>
            <Text c="dimmed">{t('signIn.title')}</Text>
          </div>
          {failure && <ErrorNote code={failure.code} />}
          <TextInput
            name="username"
            size="md"
            label={t('signIn.username')}
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
          />
          <PasswordInput
            name="password"
            size="md"
            label={t('signIn.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          <NextButton type="submit" size="lg" loading={busy}>
            {t('signIn.submit')}
          </NextButton>
          <Group justify="space-between">
            <LanguageMenu />
            <ColorSchemeButton />
          </Group>
        </Stack>
      </Paper>
    </Center>
  );
}
