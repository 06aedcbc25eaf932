import type { EngineState } from '#shared/sync-client/engine.ts';
import type { OutboxItem } from '../../store/views.ts';

/** Why something is not at HQ yet. `told`: a node has said why; `wifi`: its person spares the mobile data. */
export type Wait = 'at_depot' | 'told' | 'busy' | 'nobody' | 'wifi' | 'sign_in' | 'soon';

export function waitOf({ state, error_code }: OutboxItem, engine: EngineState | null, isServerSpared = false): Wait {
  if (state === 'depot') return 'at_depot';
  if (error_code !== null) return 'told';
  const states = Object.values(engine?.nodes ?? {}).map((health) => health.state);
  if (states.includes('ok')) return 'soon';
  if (states.includes('busy')) return 'busy';
  if (states.includes('sign_in')) return 'sign_in';
  return isServerSpared ? 'wifi' : 'nobody';
}
