import { Button, Stack, Text } from '@mantine/core';
import { IconBuildingWarehouse, IconStethoscope } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { OwnDevice } from '#shared/contract/identity.ts';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { InstallButton } from '../app/install/install-button.tsx';
import { usePhone } from '../app/phone-context.tsx';
import { ScreenTitle } from '../app/screen-title.tsx';
import { unkept } from '../app/unkept.ts';
import { failureOf } from '../sync/phone-client.ts';
import type { SignInView } from '../sync/phone-views.ts';
import type { SignInInput } from '../sync/sign-in.ts';
import { AddDepotOutside } from './depot/add-depot-screen.tsx';
import { DoctorOutside } from './doctor/doctor-screen.tsx';
import { ForgottenForm } from './sign-in/forgotten-form.tsx';
import { PasswordForm } from './sign-in/password-form.tsx';
import { TooMany } from './sign-in/too-many.tsx';
import './sign-in.css';

/**
 * Which of the person's devices makes place for this one. It is asked until it is answered or left: a wrong code, or no
 * network, takes nothing back that was chosen and typed.
 */
interface Choice {
  devices: OwnDevice[];
  credentials: { username: string; password: string };
}

/** `notice`: why somebody has to sign in who did before. */
export function SignInScreen({ notice }: { notice?: ReactNode }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const queries = useQueryClient();
  const [path, navigate] = useLocation();
  const [username, setUsername] = useState('');
  const [isForgotten, setForgotten] = useState(false);
  const [aside, setAside] = useState<'add_depot' | 'doctor' | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const attempt = useMutation({
    mutationFn: (input: SignInInput) => phone.signIn(input),
    onSuccess: async (outcome, { username, password }) => {
      if (outcome.kind === 'too_many') setChoice({ devices: outcome.devices, credentials: { username, password } });
      else if (isForPassword(outcome)) setChoice(null);
      if (outcome.kind !== 'signed_in') return;
      unkept.clear();
      await queries.invalidateQueries();
      if (path === '/sign-in') navigate('/', { replace: true });
    },
  });
  const outcome = attempt.data ?? null;
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
            <ScreenTitle>{t(isForgotten ? 'forgotten.title' : 'signIn.title')}</ScreenTitle>
            <Text c="dimmed">{t(isForgotten ? 'forgotten.lead' : 'signIn.lead')}</Text>
          </div>
          {notice}
          {choice !== null ? (
            <TooMany
              devices={choice.devices}
              refusal={refusalOf(outcome, attempt.error)}
              isPending={attempt.isPending}
              onChoose={(give_up, give_up_code) => attempt.mutate({ ...choice.credentials, give_up, give_up_code })}
              onBack={() => {
                setChoice(null);
                attempt.reset();
              }}
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
              failure={attempt.error && failureOf(attempt.error)}
              isPending={attempt.isPending}
              onSubmit={(password) => attempt.mutate({ username, password })}
              onForgotten={() => setForgotten(true)}
              onCheck={() => setAside('doctor')}
            />
          )}
        </Stack>
      </main>
      <footer className="sign-in-foot">
        <InstallButton variant="subtle" />
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

/** It is the name or the password that was refused, which the choice cannot change. */
const isForPassword = (outcome: SignInView): boolean =>
  outcome.kind === 'not_yours' || (outcome.kind === 'refused' && outcome.code === 'INVALID_CREDENTIALS');

/** Why the device that was chosen has not made place; null: it was not tried yet. */
function refusalOf(outcome: SignInView | null, error: Error | null): string | null {
  if (outcome?.kind === 'too_many') return outcome.isCodeWrong ? 'CODE_INVALID' : null;
  if (outcome?.kind === 'refused') return outcome.code;
  return error && failureOf(error);
}
