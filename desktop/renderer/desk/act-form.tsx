import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActedBy, DeskAnswer, DeskClerk } from '#shared/contract/desktop/desk.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { DeskTroubleNote } from './desk-trouble.tsx';
import { isWholePin, PinInput } from './pin-input.tsx';

/** What a clerk is about to do. */
export interface Act<Answer extends DeskAnswer> {
  /** What the button says. */
  confirm: string;
  /** What there is to say about the act, above the clerk's name. */
  children?: ReactNode;
  /** Whether all is said that the act needs. */
  isReady?: boolean;
  act: (by: ActedBy) => Promise<Answer>;
  onDone: (answer: Answer) => void;
}

type ActFormProps<Answer extends DeskAnswer> = Act<Answer> & { clerks: DeskClerk[]; onSignIn: () => void };

/** Who acted last at this window is offered first. */
let lastClerk: number | null = null;

export function ActForm<Answer extends DeskAnswer>({ clerks, onSignIn, ...form }: ActFormProps<Answer>) {
  const { t } = useTranslation('depot');
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(() => clerks.find(({ user_id }) => user_id === lastClerk) ?? clerks[0]);
  const [pin, setPin] = useState('');
  const act = useMutation({
    mutationFn: (user_id: number) => form.act({ user_id, pin }),
    onSuccess: (answer, user_id) => {
      setPin('');
      void queryClient.invalidateQueries();
      if (answer.trouble !== null) return;
      lastClerk = user_id;
      form.onDone(answer);
    },
  });
  const clerk = clerks.find(({ user_id }) => user_id === chosen?.user_id) ?? clerks[0];
  const signsIn = clerk?.asks === 'SIGN_IN' || act.data?.trouble === 'SIGN_IN';
  const isReady = isWholePin(pin) && form.isReady !== false;
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (clerk && isReady) act.mutate(clerk.user_id);
      }}
    >
      <Stack gap="md">
        {form.children}
        <NativeSelect
          size="lg"
          label={t('desk.who')}
          value={String(clerk?.user_id)}
          data={clerks.map(({ user_id, name }) => ({ value: String(user_id), label: name }))}
          onChange={({ currentTarget }) => {
            act.reset();
            setChosen(clerks.find(({ user_id }) => String(user_id) === currentTarget.value));
          }}
        />
        {signsIn ? (
          <Text>{t('desk.again')}</Text>
        ) : (
          <PinInput
            label={t('desk.pin')}
            value={pin}
            autoFocus={form.isReady === undefined}
            onChange={(typed) => {
              if (typed !== '') act.reset();
              setPin(typed);
            }}
          />
        )}
        {!signsIn && <DeskTroubleNote answer={act.data} />}
        {act.error && <ErrorNote code={failureIn(act.error).code} />}
        <Group justify="space-between">
          {signsIn ? (
            <NextButton size="lg" onClick={onSignIn}>
              {t('desk.signIn')}
            </NextButton>
          ) : (
            <NextButton type="submit" size="lg" loading={act.isPending} disabled={!isReady}>
              {form.confirm}
            </NextButton>
          )}
          <Button size="lg" variant="subtle" onClick={onSignIn}>
            {t('desk.other')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
