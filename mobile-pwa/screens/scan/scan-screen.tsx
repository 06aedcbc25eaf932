import { Stack } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Alarm } from '../../app/alarm.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import type { Scanned } from '../../store/views.ts';
import type { ScannedCode } from '../../sync/scanned-code.ts';
import { CodeRefused } from '../depot/code-refused.tsx';
import { DepotOffer } from '../depot/depot-offer.tsx';
import { CodeInput, TypingButton, useEachOnce } from './code-input.tsx';

export function ScanScreen() {
  const { t } = useTranslation('phone');
  const [isTyping, setTyping] = useState(false);
  const { other, look } = useCodeCheck();
  return (
    <Screen title={t('scan.title')} back="/" action={<TypingButton isTyping={isTyping} onChange={setTyping} />}>
      <Stack>
        {other !== null && <OtherCode {...other} />}
        <CodeInput wanted="note" isTyping={isTyping} hint={t('scan.hint')} typedLabel={t('scan.typed')} onCode={look} />
      </Stack>
    </Screen>
  );
}

interface Other {
  found: Exclude<ScannedCode, { kind: 'genuine' | 'unverified' }>;
  code: string;
}

/** A genuine code opens its delivery; what any other is stays on the screen. */
function useCodeCheck() {
  const phone = usePhone();
  const [, navigate] = useLocation();
  const [other, setOther] = useState<Other | null>(null);
  const check = useCallback(
    async (code: string): Promise<void> => {
      const found = await phone.checkCode(code);
      if (found.kind !== 'genuine' && found.kind !== 'unverified') return setOther({ found, code });
      navigator.vibrate?.(60);
      const state: Scanned = { code: code.trim(), check: found.kind, at: new Date().toISOString() };
      navigate(`/deliveries/${found.delivery_id}`, { state, replace: true });
    },
    [phone, navigate],
  );
  return { other, look: useEachOnce(check) };
}

function OtherCode({ found, code }: Other) {
  const { t } = useTranslation('phone');
  switch (found.kind) {
    case 'depot':
      return <DepotOffer depot={found.depot} code={code} />;
    case 'bad_depot':
      return <CodeRefused why={found.why} />;
    case 'forged':
    case 'not_ours':
    case 'other_depot':
      return <Alarm>{t(`scan.${found.kind}`)}</Alarm>;
  }
}
