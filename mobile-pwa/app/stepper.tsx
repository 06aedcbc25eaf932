import { ActionIcon, NumberInput } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import './stepper.css';

export interface StepperProps {
  value: number;
  min: number;
  max: number;
  /** What each part is for, read out. */
  labels: { less: string; more: string; value: string };
  onChange: (value: number) => void;
}

/** − n +, for gloves; the number can be typed as well. */
export function Stepper({ value, min, max, labels, onChange }: StepperProps) {
  return (
    <div className="stepper">
      <ActionIcon aria-label={labels.less} disabled={value <= min} onClick={() => onChange(value - 1)}>
        <IconMinus aria-hidden />
      </ActionIcon>
      <NumberInput
        aria-label={labels.value}
        value={value}
        min={min}
        max={max}
        clampBehavior="strict"
        allowDecimal={false}
        allowNegative={false}
        hideControls
        inputMode="numeric"
        onChange={(typed) => onChange(Math.min(max, Math.max(min, Number(typed) || 0)))}
      />
      <ActionIcon aria-label={labels.more} disabled={value >= max} onClick={() => onChange(value + 1)}>
        <IconPlus aria-hidden />
      </ActionIcon>
    </div>
  );
}
