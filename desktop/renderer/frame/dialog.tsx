import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusBack } from './use-focus-back.ts';

/** A dialog that is open as long as it stands. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  useFocusBack();
  return (
    <Modal opened onClose={onClose} size="lg" title={title}>
      {children}
    </Modal>
  );
}
