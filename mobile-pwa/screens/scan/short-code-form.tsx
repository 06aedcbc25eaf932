import { Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asScanned, readShortCode } from '#shared/domain/short-code.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { giveCue } from '../../app/cue.ts';

/** What stands under the QR code of an opened stop's note. A slip of the finger shows here, without a network. */
export function ShortCodeForm({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation('phone');
  const [typed, setTyped] = useState('');
  const [isMistyped, setMistyped] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = readShortCode(typed);
    if (code !== null) return onCode(asScanned(code));
    // Who has the whole code may paste it here as well.
    if (typed.includes('.')) return onCode(typed);
    giveCue('bad');
    setMistyped(true);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <DigitsInput
          label={t('scan.short')}
          description={t('scan.shortMore')}
          error={isMistyped && <span role="alert">{t('scan.mistyped')}</span>}
          size="lg"
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setMistyped(false);
          }}
          autoFocus
          autoCapitalize="characters"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
        />
        <NextButton type="submit" disabled={typed.trim() === ''}>
          {t('scan.check')}
        </NextButton>
      </Stack>
    </form>
  );
}
