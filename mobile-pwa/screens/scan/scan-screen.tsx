import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Alarm } from '../../app/alarm.tsx';
import { Asking } from '../../app/asking.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { CodeRefused } from '../depot/code-refused.tsx';
import { DepotOffer } from '../depot/depot-offer.tsx';
import { Camera, TypedCode, TypingButton } from './code-input.tsx';
import { ShortCodeForm } from './short-code-form.tsx';
import { type Judged, useCodeCheck } from './use-code-check.ts';

/** Reads a note's code, of any stop or of the one that is open. */
export function ScanScreen({ stopId }: { stopId: string | null }) {
  const { t } = useTranslation('phone');
  const [isTyping, setTyping] = useState(false);
  const { seen, dismiss, open, look } = useCodeCheck(stopId);
  const other = seen?.judged.kind === 'other_stop' ? seen.judged : null;
  // A server of before does not know short codes.
  const { data: contract = null } = usePhoneQuery(['contract'], (phone) => phone.contract());
  const isShort = stopId !== null && contract !== null;
  return (
    <Screen
      title={t('scan.title')}
      back={stopId === null ? '/' : `/deliveries/${stopId}`}
      action={<TypingButton isTyping={isTyping} onChange={setTyping} />}
    >
      <Stack>
        {seen && <WhatItIs {...seen} />}
        {!isTyping && <Camera wanted="note" hint={t('scan.hint')} onCode={look} />}
        {isTyping && (isShort ? <ShortCodeForm onCode={look} /> : <TypedCode label={t('scan.typed')} onCode={look} />)}
      </Stack>
      {stopId !== null && other !== null && (
        <OtherStop scannedId={other.delivery_id} openedId={stopId} onOpen={() => open(other)} onClose={dismiss} />
      )}
    </Screen>
  );
}

function WhatItIs({ code, judged }: { code: string; judged: Judged }) {
  const { t } = useTranslation('phone');
  if (judged.kind === 'short') return <Alarm>{t('scan.shortElsewhere')}</Alarm>;
  if (judged.kind !== 'refused') return null;
  const { found } = judged;
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

interface OtherStopProps {
  scannedId: string;
  openedId: string;
  onOpen: () => void;
  onClose: () => void;
}

/** Two notes in one hand: which of them is to be delivered here? */
function OtherStop({ scannedId, openedId, onOpen, onClose }: OtherStopProps) {
  const { t } = useTranslation('phone');
  const { data: scanned } = usePhoneQuery(['delivery', scannedId], (phone) => phone.delivery(scannedId));
  const { data: opened } = usePhoneQuery(['delivery', openedId], (phone) => phone.delivery(openedId));
  return (
    <Asking opened={scanned !== undefined} onClose={onClose} title={t('scan.otherStop')}>
      <Stack>
        <Text>
          {t('scan.otherStopScanned')} <bdi>{scanned ? scanned.client_name : t('scan.colleague')}</bdi>
          {scanned && (
            <>
              {' '}
              · <bdi>{scanned.reference}</bdi>
            </>
          )}
        </Text>
        {opened && (
          <Text>
            {t('scan.otherStopOpened')} <bdi>{opened.client_name}</bdi> · <bdi>{opened.reference}</bdi>
          </Text>
        )}
        <Button onClick={onClose} data-autofocus>
          {t('scan.goOn')}
        </Button>
        <Button variant="outline" onClick={onOpen}>
          {t('scan.openScanned')}
        </Button>
      </Stack>
    </Asking>
  );
}
