import { Button, Stack, Text, Textarea } from '@mantine/core';
import { IconCamera, IconCameraOff, IconKeyboard } from '@tabler/icons-react';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Alarm } from '../../app/alarm.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { useCamera } from './use-camera.ts';
import './scan.css';

/** What the delivery screen learns from a scan. */
export interface Scanned {
  code: string;
  check: 'genuine' | 'unverified';
  at: string;
}

type Problem = 'forged' | 'not_ours';

export function ScanScreen() {
  const { t } = useTranslation('phone');
  const [isTyping, setTyping] = useState(false);
  const { problem, look } = useCodeCheck();
  return (
    <Screen
      title={t('scan.title')}
      back="/"
      action={
        <Button
          leftSection={isTyping ? <IconCamera aria-hidden /> : <IconKeyboard aria-hidden />}
          onClick={() => setTyping(!isTyping)}
        >
          {isTyping ? t('scan.camera') : t('scan.type')}
        </Button>
      }
    >
      <Stack>
        {problem !== null && <Alarm>{t(`scan.${problem}`)}</Alarm>}
        {isTyping ? <TypedCode onCode={look} /> : <Camera onCode={look} />}
      </Stack>
    </Screen>
  );
}

/** A genuine code opens its delivery; any other is told apart once, not at every frame. */
function useCodeCheck() {
  const phone = usePhone();
  const [, navigate] = useLocation();
  const [problem, setProblem] = useState<Problem | null>(null);
  const seen = useRef<string | null>(null);
  const look = useCallback(
    async (code: string): Promise<void> => {
      if (seen.current === code) return;
      seen.current = code;
      const result = await phone.checkCode(code);
      switch (result.kind) {
        case 'genuine':
        case 'unverified': {
          navigator.vibrate?.(60);
          const state: Scanned = { code: code.trim(), check: result.kind, at: new Date().toISOString() };
          navigate(`/deliveries/${result.delivery_id}`, { state, replace: true });
          return;
        }
        case 'forged':
        case 'not_ours':
          setProblem(result.kind);
      }
    },
    [phone, navigate],
  );
  return { problem, look };
}

function Camera({ onCode }: { onCode: (code: string) => Promise<void> }) {
  const { t } = useTranslation('phone');
  const video = useRef<HTMLVideoElement>(null);
  const state = useCamera(video, onCode);
  if (state === 'refused') {
    return (
      <EmptyState icon={IconCameraOff} title={t('scan.noCamera')}>
        {t('scan.noCameraMore')}
      </EmptyState>
    );
  }
  return (
    <>
      <div className="viewfinder">
        <video ref={video} muted playsInline />
        <i aria-hidden />
      </div>
      <Text ta="center" c="dimmed" role="status">
        {state === 'starting' ? t('scan.starting') : t('scan.hint')}
      </Text>
    </>
  );
}

function TypedCode({ onCode }: { onCode: (code: string) => Promise<void> }) {
  const { t } = useTranslation('phone');
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onCode(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Textarea
          label={t('scan.typed')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autosize
          minRows={3}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          dir="ltr"
        />
        <NextButton type="submit" disabled={code.trim() === ''}>
          {t('scan.check')}
        </NextButton>
      </Stack>
    </form>
  );
}
