import { ActionIcon, Button, Stack, Text, Textarea } from '@mantine/core';
import { IconBolt, IconCamera, IconCameraOff, IconKeyboard } from '@tabler/icons-react';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import type { WantedCode } from './pick-code.ts';
import { type Torch, useCamera } from './use-camera.ts';
import './scan.css';

interface CodeInputProps {
  isTyping: boolean;
  /** Which code to take, where a frame shows several. */
  wanted: WantedCode;
  /** What to hold into the frame. */
  hint: string;
  /** Over the field in which the code can be typed. */
  typedLabel: string;
  onCode: (code: string) => void;
}

/** Takes a code from the camera, or by hand where there is none. */
export function CodeInput({ isTyping, wanted, hint, typedLabel, onCode }: CodeInputProps) {
  return isTyping ? (
    <TypedCode label={typedLabel} onCode={onCode} />
  ) : (
    <Camera wanted={wanted} hint={hint} onCode={onCode} />
  );
}

/** Between the camera and the field. */
export function TypingButton({ isTyping, onChange }: { isTyping: boolean; onChange: (isTyping: boolean) => void }) {
  const { t } = useTranslation('phone');
  return (
    <Button
      leftSection={isTyping ? <IconCamera aria-hidden /> : <IconKeyboard aria-hidden />}
      onClick={() => onChange(!isTyping)}
    >
      {isTyping ? t('scan.camera') : t('scan.type')}
    </Button>
  );
}

/** Gives each code on once, not at every frame. What failed may be tried again. */
export function useEachOnce(look: (code: string) => Promise<unknown>): (code: string) => void {
  const seen = useRef<string | null>(null);
  return useCallback(
    (code: string) => {
      if (seen.current === code) return;
      seen.current = code;
      look(code).catch(() => {
        seen.current = null;
      });
    },
    [look],
  );
}

export function Camera({ wanted, hint, onCode }: Pick<CodeInputProps, 'wanted' | 'hint' | 'onCode'>) {
  const { t } = useTranslation('phone');
  const video = useRef<HTMLVideoElement>(null);
  const { state, torch } = useCamera(video, wanted, onCode);
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
        {torch && <TorchButton torch={torch} />}
      </div>
      <Text ta="center" c="dimmed" role="status">
        {state === 'starting' ? t('scan.starting') : hint}
      </Text>
    </>
  );
}

function TorchButton({ torch: { isOn, toggle } }: { torch: Torch }) {
  const { t } = useTranslation('phone');
  return (
    <ActionIcon className="torch" aria-label={t('scan.torch')} aria-pressed={isOn} onClick={toggle}>
      <IconBolt aria-hidden />
    </ActionIcon>
  );
}

export function TypedCode({ label, onCode }: { label: string; onCode: (code: string) => void }) {
  const { t } = useTranslation('phone');
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode(code);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Textarea
          label={label}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autosize
          minRows={3}
          autoFocus
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
