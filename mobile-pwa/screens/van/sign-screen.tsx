import { Stack, Text } from '@mantine/core';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { joinCodes, readShown } from '#shared/domain/tour/shown-event.ts';
import { sha256 } from '#shared/ports/crypto-web.ts';
import { Alarm } from '../../app/alarm.tsx';
import { giveCue } from '../../app/cue.ts';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { CodeInput, TypingButton, useEachOnce } from '../scan/code-input.tsx';
import { paperOf, type ReadPaper } from './shown-paper.ts';
import type { SignVisit } from './tour-paper-screen.tsx';

type Read = Exclude<ReadPaper, { kind: 'paper' }> | { kind: 'partial'; missing: number[] };

/** Reads what the depot has loaded or counted, from its phone's screen, and signs it. Neither phone needs a network. */
export function SignScreen() {
  const { t } = useTranslation('phone');
  const [isTyping, setTyping] = useState(false);
  const { read, look } = useReading();
  return (
    <Screen title={t('van.sign')} back="/" action={<TypingButton isTyping={isTyping} onChange={setTyping} />}>
      <Stack>
        {read?.kind === 'refused' && <Alarm>{t(`van.refused.${read.why}`)}</Alarm>}
        {read?.kind === 'partial' && (
          <Text role="status" fw={600}>
            {t('van.missing', { places: read.missing.join(', ') })}
          </Text>
        )}
        <CodeInput
          isTyping={isTyping}
          wanted="tour"
          hint={t('van.signHint')}
          typedLabel={t('van.typedCode')}
          onCode={look}
        />
      </Stack>
    </Screen>
  );
}

/** The codes that were read so far, and what they come to. */
function useReading(): { read: Read | null; look: (code: string) => void } {
  const { data: session } = useSession();
  const [read, setRead] = useState<Read | null>(null);
  const codes = useRef<string[]>([]);
  const [, navigate] = useLocation();
  const driverId = session?.user.id ?? 0;
  const look = useCallback(
    async (code: string) => {
      codes.current.push(...code.trim().split(/\s+/));
      const joined = joinCodes(codes.current);
      if (joined.kind === 'partial') return setRead(joined);
      const found = paperOf(joined.kind === 'whole' ? await readShown(joined.packed, sha256) : null, driverId);
      if (found.kind === 'refused') codes.current = [];
      giveCue(found.kind === 'paper' ? 'good' : 'bad');
      if (found.kind === 'refused') return setRead(found);
      const visit: SignVisit = { paper: found.paper, event_id: newId() };
      navigate('/van/paper', { state: visit, replace: true });
    },
    [driverId, navigate],
  );
  return { read, look: useEachOnce(look) };
}
