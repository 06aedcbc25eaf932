import { Drawer } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

export interface DetailDrawerProps {
  opened: boolean;
  title: ReactNode;
  onClose: () => void;
  /** An act on it lies above: Escape is the act's. */
  isCovered?: boolean;
  children: ReactNode;
}

/** A row's details at the end of the screen (Mantine turns the side around in Arabic); the list stays in sight and in reach. */
export function DetailDrawer({ opened, title, onClose, isCovered = false, children }: DetailDrawerProps) {
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
