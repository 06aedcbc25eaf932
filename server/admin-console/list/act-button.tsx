import { Button } from '@mantine/core';
import { type Icon, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SharedAct } from '#shared/contract/hq/rights.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { useMayAct } from '../session/session-context.tsx';

interface ActButtonProps {
  onClick: () => void;
  /** What it does, where others than an admin may. */
  act?: SharedAct;
  icon?: Icon;
  /** The one thing to do next on this screen. */
  isNext?: boolean;
  children: ReactNode;
}

/** Begins an act; who may only read does not see it. */
export function ActButton({ onClick, act, icon: ActIcon = IconPlus, isNext = false, children }: ActButtonProps) {
  const mayAct = useMayAct(act);
  if (!mayAct) return null;
  const Chosen = isNext ? NextButton : Button;
  return (
    <Chosen leftSection={<ActIcon size={20} aria-hidden />} onClick={onClick}>
      {children}
    </Chosen>
  );
}
