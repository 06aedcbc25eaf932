import { IconBackspace } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { latinDigits } from '#shared/domain/text.ts';
import './lock.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

interface PinPadProps {
  /** Called with all the digits, once the last is in; the pad is empty again. */
  onPin: (pin: string) => void;
  /** The last one is being tried. */
  isBusy?: boolean;
  /** No digit is taken for now. */
  isResting?: boolean;
}

/** Big keys for a gloved thumb; a keyboard works as well. A screen reader hears how many digits are in, never which. */
export function PinPad({ onPin, isBusy = false, isResting = false }: PinPadProps) {
  const { t } = useTranslation('phone');
  const [digits, setDigits] = useState('');
  const isOff = isBusy || isResting;
  const press = (digit: string) => {
    if (isOff) return;
    const next = digits + digit;
    setDigits(next.length === LIMITS.pinDigits ? '' : next);
    if (next.length === LIMITS.pinDigits) onPin(next);
  };
  const erase = () => setDigits(digits.slice(0, -1));
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const digit = latinDigits(event.key);
      if (/^\d$/.test(digit)) press(digit);
      if (event.key === 'Backspace') erase();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  });
  const entered = t('lock.entered', { count: digits.length, total: LIMITS.pinDigits });
  return (
    <div className="pin-pad" dir="ltr">
      <div className="pin-dots" role="status" aria-label={entered}>
        {Array.from({ length: LIMITS.pinDigits }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the dots are their places.
          <span key={index} data-filled={index < digits.length || isBusy} />
        ))}
      </div>
      <div className="pin-keys">
        {DIGITS.map((digit) => (
          <Key key={digit} digit={digit} isOff={isOff} onPress={press} />
        ))}
        <span />
        <Key digit="0" isOff={isOff} onPress={press} />
        <button type="button" aria-label={t('lock.erase')} disabled={isOff || digits === ''} onClick={erase}>
          <IconBackspace size={28} aria-hidden />
        </button>
      </div>
    </div>
  );
}

const Key = ({ digit, isOff, onPress }: { digit: string; isOff: boolean; onPress: (digit: string) => void }) => (
  <button type="button" disabled={isOff} onClick={() => onPress(digit)}>
    {digit}
  </button>
);
