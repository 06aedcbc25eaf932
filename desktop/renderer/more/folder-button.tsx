import { Button } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProgramBridge } from '../../preload/status-view.ts';

/** Only in the program's own window: a browser can name no folder. */
const bridge = (globalThis as { manchengo?: ProgramBridge }).manchengo;

/** A folder of this PC by the system's own dialog. Nothing where there is none. */
export function FolderButton({ onChosen }: { onChosen: (folder: string) => void }) {
  const { t } = useTranslation('depot');
  if (bridge === undefined) return null;
  const choose = async () => {
    const folder = await bridge.chooseFolder();
    if (folder !== null) onChosen(folder);
  };
  return (
    <Button variant="default" leftSection={<IconFolderOpen size={20} aria-hidden />} onClick={() => void choose()}>
      {t('settings.chooseFolder')}
    </Button>
  );
}
