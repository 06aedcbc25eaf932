import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Imported, ImportTried } from '#shared/contract/hq/answers.ts';
import { type ImportKindName, type LineFault, LineFaults, type UsedColumn } from '#shared/contract/hq/import.ts';
import { reader } from '#shared/contract/reader.ts';
import { type Failure, valueOrThrow } from '#shared/ui/json-call.ts';
import { hqRequest, send } from '../api/client.ts';
import { useNewId, useSession } from '../session/session-context.tsx';
import { type Charset, mediaTypeOf } from './kinds.ts';

const readFaults = reader(LineFaults);

/** A file as somebody has chosen it. */
export interface Chosen {
  file: File;
  charset: Charset;
}

/** A file that is tried first, and then taken whole or not at all. */
export function useImport(kind: ImportKindName) {
  const session = useSession();
  const newId = useNewId();
  const queries = useQueryClient();
  const sendFile = async ({ file, charset }: Chosen, dry_run: '1' | '', key?: string) => {
    const type = mediaTypeOf(file.name, charset);
    const headers = { 'content-type': type, ...(key !== undefined && { 'idempotency-key': key }) };
    const body = new Uint8Array(await file.arrayBuffer());
    const query = { file: file.name.slice(0, NAME_CHARS), dry_run };
    return valueOrThrow(
      await send(session, hqRequest('POST /import/:kind', { params: { kind }, query, body }), headers),
    ).body;
  };
  const tried = useMutation({
    mutationFn: async (chosen: Chosen) => ({ ...((await sendFile(chosen, '1')) as ImportTried), chosen, key: newId() }),
  });
  const made = useMutation({
    mutationFn: async ({ chosen, key }: { chosen: Chosen; key: string }) =>
      (await sendFile(chosen, '', key)) as Imported,
    onSuccess: () => queries.invalidateQueries(),
  });
  /** Remembers what headings mean, and looks at the file again. */
  const matched = useMutation({
    mutationFn: async ({ columns, chosen }: { columns: UsedColumn[]; chosen: Chosen }) => {
      const headers = { 'idempotency-key': newId() };
      const request = hqRequest('POST /import/:kind/mapping', { params: { kind }, body: { columns } });
      valueOrThrow(await send(session, request, headers));
      return chosen;
    },
    onSuccess: (chosen) => tried.mutate(chosen),
  });
  return { tried, made, matched };
}

const NAME_CHARS = 200;

/** What is wrong with a file, line by line; empty where the whole request failed for another reason. */
export function faultsIn({ errors }: Failure): LineFault[] {
  const read = readFaults(errors ?? []);
  return read.ok ? read.value : [];
}
