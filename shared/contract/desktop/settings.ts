import Type, { type Static } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Nullable } from '../scalars.ts';
import { ActedBy } from './desk.ts';

/** What clerks set about the hub; null: as is standard. */
const chosen = {
  /** A second drive, or a folder on it, for backups. */
  backup_dir: Nullable(Type.String({ minLength: 1, maxLength: LIMITS.textChars })),
  /** Free room in megabytes below which photos and then entries are refused. */
  disk_floor_mb: Nullable(Type.Integer({ minimum: LIMITS.diskFloorMinMb, maximum: LIMITS.diskFloorMaxMb })),
};
export const ChosenSettings = Type.Object(chosen);
export type ChosenSettings = Static<typeof ChosenSettings>;

/** GET /api/desktop/settings. What an operator has set in the environment is not the clerk's to change: `fixed`. */
export const DeskSettings = Type.Object({
  backup: Type.Object({ dir: Nullable(Type.String()), fixed: Type.Boolean(), drives: Type.Array(Type.String()) }),
  disk_floor: Type.Object({ mb: Nullable(Type.Integer()), fixed: Type.Boolean(), in_force_mb: Type.Integer() }),
});
export type DeskSettings = Static<typeof DeskSettings>;

/** POST /api/desktop/settings → DeskAnswer. */
export const SettingsChanged = Type.Object({ ...chosen, by: ActedBy });
export type SettingsChanged = Static<typeof SettingsChanged>;
