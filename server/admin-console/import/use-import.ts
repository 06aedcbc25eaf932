import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Imported, ImportTried } from '#shared/contract/hq/answers.ts';
import {
  type ImportKindName,
  ImportMapping,
  type LineFault,
  LineFaults,
  type UsedColumn,
} from '#shared/contract/hq/import.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { type Failure, valueOrThrow } from '#shared/ui/json-call.ts';
import { useNewId, useSession } from '../session/session-context.tsx';
import { type Charset, mediaTypeOf } from './kinds.ts';

const readTried = reader(ImportTried);
const readImported = reader(Imported);
const readFaults = reader(LineFaults);
const readMapping = reader(ImportMapping);

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
  const path = `/api/admin/import/${kind}`;
  const send = async <T>(read: Reader<T>, { file, charset }: Chosen, query: string, key?: string) => {
    const type = mediaTypeOf(file.name, charset);
    const headers = { 'content-type': type, ...(key !== undefined && { 'idempotency-key': key }) };
    const bytes = new Uint8Array(await file.arrayBuffer());
    const address = `${path}?file=${encodeURIComponent(file.name.slice(0, NAME_CHARS))}${query}`;
    return valueOrThrow(await session.callTagged(read, 'POST', address, bytes, headers)).body;
  };
  const tried = useMutation({
    mutationFn: async (chosen: Chosen) => ({ ...(await send(readTried, chosen, '&dry_run=1')), chosen, key: newId() }),
  });
  const made = useMutation({
    mutationFn: ({ chosen, key }: { chosen: Chosen; key: string }) => send(readImported, chosen, '', key),
    onSuccess: () => queries.invalidateQueries(),
  });
  /** Remembers what headings mean, and looks at the file again. */
  const matched = useMutation({
    mutationFn: async ({ columns, chosen }: { columns: UsedColumn[]; chosen: Chosen }) => {
      const headers = { 'idempotency-key': newId() };
      valueOrThrow(await session.callTagged(readMapping, 'POST', `${path}/mapping`, { columns }, headers));
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
