import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';

/** The one thing to do next: the only use of the accent, so at most one on a screen. */
export function NextButton(props: ButtonProps & ComponentPropsWithRef<'button'>) {
  return <Button {...props} variant="filled" color="rind" />;
}
