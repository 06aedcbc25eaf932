import { Autocomplete, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenSettings, DeskSettings } from '#shared/contract/desktop/settings.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { changeSettings, settingsQuery } from '../api/desk.ts';
import { ActDialog } from '../desk/act-dialog.tsx';
import { Card } from '../home/card.tsx';
import { FolderButton } from './folder-button.tsx';
import { PaperSettings } from './paper-settings.tsx';

/** What this window prints on and speaks, and what a clerk sets about the hub. */
export function Settings() {
  const { t } = useTranslation('depot');
  const { data, error, isPending, refetch } = useQuery(settingsQuery);
  return (
    <Stack gap="lg" maw={860}>
      <Card title={t('settings.window')}>
        <PaperSettings />
      </Card>
      <Card title={t('settings.hub')}>
        {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
        {isPending && <LoadingShape rows={2} height={64} />}
        {data && <HubSettings key={JSON.stringify(data)} settings={data} />}
      </Card>
    </Stack>
  );
}

function HubSettings({ settings: { backup, disk_floor } }: { settings: DeskSettings }) {
  const { t } = useTranslation('depot');
  const [dir, setDir] = useState(backup.dir ?? '');
  const [floor, setFloor] = useState<number | string>(disk_floor.mb ?? '');
  const [isOpen, setOpen] = useState(false);
  const chosen: ChosenSettings = {
    backup_dir: backup.fixed || dir.trim() === '' ? null : dir.trim(),
    disk_floor_mb: typeof floor === 'number' ? floor : null,
  };
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        setOpen(true);
      }}
    >
      <Stack gap="md">
        <Autocomplete
          size="md"
          dir="ltr"
          label={t('settings.backup')}
          description={t(backup.fixed ? 'settings.fixed' : 'settings.backupMore')}
          disabled={backup.fixed}
          data={backup.drives}
          value={dir}
          onChange={setDir}
        />
        {!backup.fixed && <FolderButton onChosen={setDir} />}
        <NumberInput
          size="md"
          maw={320}
          label={t('settings.floor')}
          description={
            disk_floor.fixed
              ? t('settings.fixed')
              : t('settings.floorMore', { number: formatNumber(disk_floor.in_force_mb) })
          }
          disabled={disk_floor.fixed}
          min={LIMITS.diskFloorMinMb}
          max={LIMITS.diskFloorMaxMb}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          value={floor}
          onChange={setFloor}
        />
        <Group>
          <Button
            type="submit"
            size="md"
            leftSection={<IconDeviceFloppy size={20} aria-hidden />}
            disabled={backup.fixed && disk_floor.fixed}
          >
            {t('settings.save')}
          </Button>
        </Group>
      </Stack>
      {isOpen && (
        <ActDialog
          title={t('settings.hub')}
          confirm={t('settings.save')}
          act={(by) => changeSettings({ ...chosen, by })}
          onDone={() => setOpen(false)}
          onClose={() => setOpen(false)}
        >
          <Text>{t('settings.saves', { dir: chosen.backup_dir ?? t('settings.noDrive') })}</Text>
        </ActDialog>
      )}
    </form>
  );
}
