import { IconBuilding, IconBuildingWarehouse, IconDeviceMobile, IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from './format.ts';
import './state-badge.css';

/** Where something is, or that it needs a person. The only four uses of the four state colours. */
export type State = 'hq' | 'depot' | 'device' | 'person';

const ICONS = {
  hq: IconBuilding,
  depot: IconBuildingWarehouse,
  device: IconDeviceMobile,
  person: IconHandStop,
} satisfies Record<State, unknown>;

export interface StateBadgeProps {
  state: State;
  /** Shown before the text: `3 à envoyer`. */
  count?: number;
  /** Says more than the usual text, never something else. */
  children?: ReactNode;
}

/** Colour, icon and text together, so that none of them has to be enough. */
export function StateBadge({ state, count, children }: StateBadgeProps) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  return (
    <span className="state-badge" data-state={state}>
      <Icon size={16} stroke={2} aria-hidden />
      <span>
        {count === undefined ? null : <bdi>{formatNumber(count)}</bdi>} {children ?? t(`state.${state}`)}
      </span>
    </span>
  );
}
