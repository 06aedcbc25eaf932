import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { Asking } from '../../app/asking.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import { useBlobUrl } from '../../app/use-blob-url.ts';
import type { ChangeProof } from './change-proof.ts';
import { blank, pngOf, write } from './ink.ts';
import { SignatureSheet } from './signature-sheet.tsx';

interface SignatureProps {
  signature: string | null;
  onChange: ChangeProof;
}

export function SignatureDialog({
  opened,
  onClose,
  ...props
}: SignatureProps & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('phone');
  return (
    <Asking opened={opened} onClose={onClose} title={t('proof.signatureTitle')}>
      <Signature {...props} onClose={onClose} />
    </Asking>
  );
}

/** Drawn with a finger, or a name that is typed where nobody can draw. Each stroke is kept as it ends. */
function Signature({ signature, onChange, onClose }: SignatureProps & { onClose: () => void }) {
  const { t } = useTranslation('phone');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [name, setName] = useState('');
  // What was there when the dialog opened: what is drawn now stands on the sheet already.
  const [before] = useState(signature);
  const signed = useBlobUrl(before);
  const keep = useKeptSheet(onChange);
  const onSheet = (work: (context: CanvasRenderingContext2D) => void) => {
    const context = canvas.current?.getContext('2d');
    if (context) work(context);
  };
  return (
    <Stack>
      <SignatureSheet
        canvas={canvas}
        label={t('proof.sheet')}
        signed={signed}
        onStroke={() => void keep(canvas.current)}
      />
      <TextInput
        label={t('proof.typedName')}
        value={name}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setName(typed);
          onSheet((context) => write(context, typed));
          void keep(typed.trim() === '' ? null : canvas.current);
        }}
      />
      <Group grow>
        <Button
          onClick={() => {
            setName('');
            onSheet(blank);
            void keep(null);
          }}
        >
          {t('proof.clear')}
        </Button>
        <NextButton onClick={onClose}>{t('proof.done')}</NextButton>
      </Group>
    </Stack>
  );
}

/** Keeps the sheet as it is; what was encoded late never replaces what was drawn later. */
function useKeptSheet(onChange: ChangeProof) {
  const phone = usePhone();
  const newest = useRef(0);
  return async (canvas: HTMLCanvasElement | null): Promise<void> => {
    newest.current += 1;
    const own = newest.current;
    const kept = canvas === null ? null : await phone.keepBlob(await pngOf(canvas), 'image/png');
    if (own !== newest.current) return;
    onChange((proof) => ({ ...proof, signature: kept?.kind === 'kept' ? kept.sha256 : null }));
  };
}
