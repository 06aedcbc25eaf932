import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Imported, ImportTried } from '#shared/contract/hq/answers.ts';
import { type ImportKindName, type LineFault, LineFaults } from '#shared/contract/hq/import.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { type Failure, valueOrThrow } from '#shared/ui/json-call.ts';
import { useNewId, useSession } from '../session/session-context.tsx';
import { CSV_TYPE } from './kinds.ts';

const readTried = reader(ImportTried);
const readImported = reader(Imported);
const readFaults = reader(LineFaults);

/** A file that is tried first, and then taken whole or not at all. */
export function useImport(kind: ImportKindName) {
  const session = useSession();
  const newId = useNewId();
  const queries = useQueryClient();
  const path = `/api/admin/import/${kind}`;
  const send = async <T>(read: Reader<T>, file: File, query: string, key?: string) => {
    const headers = { 'content-type': CSV_TYPE, ...(key !== undefined && { 'idempotency-key': key }) };
    const bytes = new Uint8Array(await file.arrayBuffer());
    return valueOrThrow(await session.callTagged(read, 'POST', path + query, bytes, headers)).body;
  };
  const tried = useMutation({
    mutationFn: async (file: File) => ({ ...(await send(readTried, file, '?dry_run=1')), file, key: newId() }),
  });
  const made = useMutation({
    mutationFn: ({ file, key }: { file: File; key: string }) => send(readImported, file, '', key),
    onSuccess: () => queries.invalidateQueries(),
  });
  return { tried, made };
}

/** What is wrong with a file, line by line; empty where the whole request failed for another reason. */
export function faultsIn({ errors }: Failure): LineFault[] {
  const read = readFaults(errors ?? []);
  return read.ok ? read.value : [];
}
