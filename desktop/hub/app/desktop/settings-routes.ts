import type { FastifyInstance } from 'fastify';
import { DeskAnswer } from '#shared/contract/desktop/desk.ts';
import { type ChosenSettings, DeskSettings, SettingsChanged } from '#shared/contract/desktop/settings.ts';
import { fail } from '#shared/contract/errors.ts';
import type { Backups } from '../../backup/keep-backups.ts';
import { type Desk, deskAnswer } from '../../desk/open-desk.ts';
import { type DeskSettingsKeeper, isBackupFolder } from '../../desk-settings.ts';
import type { HubIdentity } from '../../identity.ts';
import type { DiskGuard } from '../../store/disk-guard.ts';

export interface SettingsRoutesDeps {
  desk: Desk;
  deskSettings: DeskSettingsKeeper;
  disk: Pick<DiskGuard, 'state'>;
  backups: Pick<Backups, 'run'>;
  identity: HubIdentity;
  dataDir: string;
}

/** GET and POST /api/desktop/settings: what clerks set about this hub. It holds at once. */
export function settingsRoutes(app: FastifyInstance, deps: SettingsRoutesDeps): void {
  const { desk, deskSettings, disk, backups, identity, dataDir } = deps;
  app.get('/api/desktop/settings', { schema: { response: { 200: DeskSettings } } }, async () =>
    deskSettings.told(disk.state().floor_bytes),
  );
  app.post(
    '/api/desktop/settings',
    { schema: { body: SettingsChanged, response: { 200: DeskAnswer } } },
    async (request) => {
      const { by, ...chosen } = request.body as SettingsChanged;
      const { backup_dir } = chosen;
      if (backup_dir !== null && !isBackupFolder(backup_dir, dataDir)) {
        return deskAnswer(fail({ trouble: 'NO_FOLDER' }));
      }
      const about = { type: 'HUB', id: identity.hub_id, name: identity.name };
      const act = { what: 'DESK_SETTINGS_CHANGED' as const, about, reason: shortly(chosen) };
      const acted = await desk.act(by, act, () => {
        deskSettings.keep(chosen);
        return true;
      });
      // A drive that was just named is to hold one today.
      if (acted.ok && backup_dir !== null) void backups.run();
      return deskAnswer(acted);
    },
  );
}

/** As people at HQ read it among the acts, in whatever language. */
const shortly = ({ backup_dir, disk_floor_mb }: ChosenSettings): string =>
  `${backup_dir ?? '–'} · ${disk_floor_mb ?? '–'} MB`;
