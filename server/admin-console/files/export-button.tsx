import type { HqList } from '#shared/contract/hq/lists.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { FileMenu } from './file-menu.tsx';
import { type Export, useExport } from './use-export.ts';

/** What the list shows, all of it, as a file. */
export function ExportButton<L extends HqList>(what: Export<L>) {
  const { mutate, isPending, error } = useExport(what);
  return (
    <>
      <FileMenu onChoose={mutate} isPending={isPending} />
      {error && <ErrorNote code={failureIn(error).code} />}
    </>
  );
}
