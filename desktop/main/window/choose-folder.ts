import type { OpenDialogOptions } from 'electron';

/** The system's own dialog: nothing of it can be made up by a page. */
export const FOLDER_DIALOG: OpenDialogOptions = { properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'] };

type ShowDialog = (options: OpenDialogOptions) => Promise<{ canceled: boolean; filePaths: string[] }>;

/**
 * Asks the person at this PC for a folder, for the hub's own page alone and one dialog at a time. Null where nobody chose
 * one. Whether anything can be written there the hub checks, as of one that was typed.
 */
export function folderChooser(show: ShowDialog) {
  let isOpen = false;
  return async (isOwnPage: boolean): Promise<string | null> => {
    if (!isOwnPage || isOpen) return null;
    isOpen = true;
    try {
      const { canceled, filePaths } = await show(FOLDER_DIALOG);
      return canceled ? null : (filePaths[0] ?? null);
    } finally {
      isOpen = false;
    }
  };
}
