import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ExportKind } from '#shared/contract/hq/closing.ts';
import { sha256 } from '#shared/ports/crypto-web.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { saveFile } from '#shared/ui/save-file.ts';
import { hqRequest } from '../api/client.ts';
import { useChange } from '../api/use-change.ts';

/** Which month's file, of which depot; empty for all. */
export interface MonthFile {
  month: string;
  depotId: string;
  /** What is taken of the month is kept with its hash. */
  isClosed: boolean;
}

interface KeptFileButtonProps {
  of: MonthFile;
  kind: ExportKind;
  label: string;
  /** The file's name, without its month. */
  fileName: string;
  /** What it is made of; null while that is on its way. */
  parts: (() => Promise<string[]>) | null;
}

/** A file of a month for the accountant. Of a closed month its hash is kept first, so that nobody holds a file that is not. */
export function KeptFileButton({ of, kind, label, fileName, parts }: KeptFileButtonProps) {
  const keep = useChange<'POST /reports/exports'>();
  const { month, depotId, isClosed } = of;
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (make: () => Promise<string[]>) => {
      const made = await make();
      const body = { month, kind, depot_id: depotId === '' ? null : Number(depotId), sha256: sha256(made.join('')) };
      if (isClosed) await keep.mutateAsync(hqRequest('POST /reports/exports', { body }));
      saveFile(`${fileName}-${month}.csv`, made, 'text/csv');
    },
  });
  return (
    <>
      <Button
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={isPending}
        disabled={parts === null}
        onClick={() => parts && mutate(parts)}
      >
        {label}
      </Button>
      {error && <ErrorNote code={failureIn(error).code} />}
    </>
  );
}
