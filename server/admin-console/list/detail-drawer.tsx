import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

export interface DetailDrawerProps {
  opened: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A row's details at the end of the screen (Mantine turns the side around in Arabic); the list stays in sight and in reach. */
export function DetailDrawer({ opened, title, onClose, children }: DetailDrawerProps) {
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
      shadow="md"
    >
      {children}
    </Drawer>
  );
}
