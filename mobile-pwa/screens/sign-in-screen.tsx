import { Button, Stack, Text, Title } from '@mantine/core';
import { IconBuildingWarehouse, IconStethoscope } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { usePhone } from '../app/phone-context.tsx';
import type { SignInInput } from '../sync/sign-in.ts';
import { AddDepotOutside } from './depot/add-depot-screen.tsx';
import { DoctorOutside } from './doctor/doctor-screen.tsx';
import { ForgottenForm } from './sign-in/forgotten-form.tsx';
import { PasswordForm } from './sign-in/password-form.tsx';
import { TooMany } from './sign-in/too-many.tsx';
import './sign-in.css';

/** `notice`: why somebody has to sign in who did before. */
export function SignInScreen({ notice }: { notice?: ReactNode }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const queries = useQueryClient();
  const [path, navigate] = useLocation();
  const [username, setUsername] = useState('');
  const [isForgotten, setForgotten] = useState(false);
  const [aside, setAside] = useState<'add_depot' | 'doctor' | null>(null);
  const attempt = useMutation({
    mutationFn: (input: SignInInput) => phone.signIn(input),
    onSuccess: async (outcome) => {
      if (outcome.kind !== 'signed_in') return;
      await queries.invalidateQueries();
      if (path === '/sign-in') navigate('/', { replace: true });
    },
  });
  const outcome = attempt.data ?? null;
  const input = attempt.variables;
  const who = { username, onUsername: setUsername };
  if (aside === 'add_depot')
    return <AddDepotOutside onBack={() => setAside(null)} onCheck={() => setAside('doctor')} />;
  if (aside === 'doctor') return <DoctorOutside onBack={() => setAside(null)} />;
  return (
    <div className="sign-in">
      <header className="sign-in-head">
        <ColorSchemeButton />
        <LanguageMenu />
      </header>
      <main>
        <Stack gap="md">
          <div>
            <Text fw={600}>Manchengo</Text>
            <Title order={1}>{t(isForgotten ? 'forgotten.title' : 'signIn.title')}</Title>
            <Text c="dimmed">{t(isForgotten ? 'forgotten.lead' : 'signIn.lead')}</Text>
          </div>
          {notice}
          {outcome?.kind === 'too_many' && input ? (
            <TooMany
              devices={outcome.devices}
              isCodeWrong={outcome.isCodeWrong}
              isPending={attempt.isPending}
              onChoose={(give_up, give_up_code) => attempt.mutate({ ...input, give_up, give_up_code })}
              onBack={attempt.reset}
            />
          ) : isForgotten ? (
            <ForgottenForm
              {...who}
              onReset={(password) => {
                setForgotten(false);
                attempt.mutate({ username, password });
              }}
              onBack={() => setForgotten(false)}
            />
          ) : (
            <PasswordForm
              {...who}
              outcome={outcome}
              hasFailed={attempt.isError}
              isPending={attempt.isPending}
              onSubmit={(password) => attempt.mutate({ username, password })}
              onForgotten={() => setForgotten(true)}
              onCheck={() => setAside('doctor')}
            />
          )}
        </Stack>
      </main>
      <footer className="sign-in-foot">
        <Button variant="subtle" leftSection={<IconStethoscope aria-hidden />} onClick={() => setAside('doctor')}>
          {t('doctor.title')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconBuildingWarehouse aria-hidden />}
          onClick={() => setAside('add_depot')}
        >
          {t('addDepot.title')}
        </Button>
      </footer>
    </div>
  );
}
