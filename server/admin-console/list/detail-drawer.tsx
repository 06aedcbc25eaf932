import { Drawer } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';

export interface DetailDrawerProps {
  opened: boolean;
  title: ReactNode;
  onClose: () => void;
  /** An act on it lies above: Escape is the act's. */
  isCovered?: boolean;
  /** How what it shows is read: until that is here, its shape stands there, or why it does not come. */
  reading?: { error: Error | null; isLoading: boolean };
  children: ReactNode;
}

const SHAPE = { rows: 8, height: 28 };

/** A row's details at the end of the screen (Mantine turns the side around in Arabic); the list stays in sight and in reach. */
export function DetailDrawer({ opened, title, onClose, isCovered = false, reading, children }: DetailDrawerProps) {
  useFocusVisit(opened);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={560}
      withOverlay={false}
      lockScroll={false}
      trapFocus={false}
      closeOnEscape={!isCovered}
      shadow="md"
      classNames={{ content: 'detail-drawer' }}
    >
      {reading?.error && <ErrorNote code={failureIn(reading.error).code} />}
      {reading?.isLoading && <LoadingShape {...SHAPE} />}
      {children}
    </Drawer>
  );
}

/** The focus goes into what opens, without being held there, and back to where it was when that closes. */
function useFocusVisit(opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    const before = document.activeElement;
    const enter = requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('.detail-drawer .mantine-Drawer-close')?.focus({ preventScroll: true }),
    );
    return () => {
      cancelAnimationFrame(enter);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [opened]);
}
