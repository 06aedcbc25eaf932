import type { WipeOrder } from '#shared/contract/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { EngineState } from '#shared/sync-client/engine.ts';
import type { Sql } from '../store/sql.ts';
import type { DataKey } from './data-key.ts';
import type { KeyValueStore } from './key-value-store.ts';
import type { DeviceCard } from './sign-in.ts';
import type { Surroundings } from './surroundings.ts';
import type { WipeView } from './wiping.ts';

export interface PhoneDeps {
  /** Of this app's version or an earlier one: `checkSchema` tells. */
  sql: Sql;
  keyValues: KeyValueStore;
  dataKey: DataKey;
  transport: Transport;
  /** Where the app was loaded from: the node to sign in at and to hand in to. */
  origin: string;
  card: DeviceCard;
  clock: Clock;
  random: Random;
  ids: Ids;
  log: Log;
  /** For the audit trail; absent where none is kept. */
  surroundings?: Surroundings;
  /** Something that a screen may show has changed. */
  onChange?: () => void;
  onEngine?: (state: EngineState) => void;
  /** The phone erases itself; how far it has come. */
  onWipe?: (view: WipeView) => void;
  /** Destroys all that the browser keeps of the app; nothing here is used afterwards. In Node the keys are all there is. */
  destroy?: (order: WipeOrder) => Promise<void>;
}
