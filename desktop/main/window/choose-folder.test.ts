import { expect, test, vi } from 'vitest';
import { FOLDER_DIALOG, folderChooser } from './choose-folder.ts';

test('[DESK-14] the hub’s page gets the folder that a person chose, one dialog at a time, and any other page gets none', async () => {
  let close = (_chosen: { canceled: boolean; filePaths: string[] }) => {};
  const show = vi.fn(
    () =>
      new Promise<{ canceled: boolean; filePaths: string[] }>((resolve) => {
        close = resolve;
      }),
  );
  const choose = folderChooser(show);
  expect(await choose(false)).toBeNull();
  expect(show).not.toHaveBeenCalled();
  const chosen = choose(true);
  expect(await choose(true)).toBeNull();
  close({ canceled: false, filePaths: ['D:\\Sauvegardes'] });
  expect(await chosen).toBe('D:\\Sauvegardes');
  expect(show.mock.calls).toEqual([[FOLDER_DIALOG]]);
  const left = choose(true);
  close({ canceled: true, filePaths: [] });
  expect(await left).toBeNull();
});
