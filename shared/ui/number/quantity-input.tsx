import { ActionIcon, TextInput } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useFaultText } from './fault-text.ts';
import { quantityForm } from './typed-number.ts';
import { type NumberFieldProps, useNumberField } from './use-number-field.ts';
import './quantity-input.css';

export interface QuantityInputProps extends NumberFieldProps {
  /** What each part is for, read out. */
  labels: { less: string; more: string; value: string };
}

/** − n +, for gloves; the number can be typed as well. */
export function QuantityInput({ labels, ...field }: QuantityInputProps) {
  const { value, range, onChange } = field;
  const { fault, inputProps } = useNumberField(field, quantityForm);
  const faultText = useFaultText(quantityForm);
  // From what is no number one goes on with the least that is one more than nothing.
  const known = typeof value === 'number' ? value : null;
  const more = known === null ? Math.max(range.min, 1) : known + 1;
  return (
    <div className="quantity-input">
      <ActionIcon
        aria-label={labels.less}
        disabled={known === null || known <= range.min}
        onClick={() => onChange((known ?? 0) - 1)}
      >
        <IconMinus aria-hidden />
      </ActionIcon>
      <TextInput
        {...inputProps}
        aria-label={labels.value}
        classNames={{
          root: 'quantity-input-root',
          wrapper: 'quantity-input-wrapper',
          error: 'quantity-input-fault',
        }}
        inputMode="numeric"
        error={fault !== null && <span role="alert">{faultText(fault, range)}</span>}
      />
      <ActionIcon aria-label={labels.more} disabled={more > range.max} onClick={() => onChange(more)}>
        <IconPlus aria-hidden />
      </ActionIcon>
    </div>
  );
}
