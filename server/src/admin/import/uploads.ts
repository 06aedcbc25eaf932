import { createHash } from 'node:crypto';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import { CSV_MEDIA_TYPE, XLSX_MEDIA_TYPE } from '#shared/contract/hq/import.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { RefusedInput } from '#shared/sync-server/problem.ts';
import type { TypedApp } from '../../http/typed-app.ts';
import { decodeFile } from './decode-file.ts';
import { readTable, type Table } from './read-table.ts';
import { readWorkbook } from './workbook/read-workbook.ts';

/** A file as it came, not read yet: what is seen of it is its hash, by which a repeated request is known. */
export class Upload {
  readonly sha256: string;
  readonly #read: () => Promise<Result<Table, RequestError>>;

  constructor(bytes: Uint8Array, read: () => Promise<Result<Table, RequestError>>) {
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#read = read;
  }

  table(): Promise<Result<Table, RequestError>> {
    return this.#read();
  }
}

/** Takes CSV and workbooks as bodies. */
export function takeUploads(scope: TypedApp): void {
  const csv = { parseAs: 'buffer' as const, bodyLimit: LIMITS.bodyBytes };
  scope.addContentTypeParser([CSV_MEDIA_TYPE, 'text/plain'], csv, (request, body: Buffer, done) => {
    const text = decodeFile(body, request.headers['content-type']);
    if (text.ok) done(null, new Upload(body, async () => readTable(text.value)));
    else done(new RefusedInput({ code: 'INVALID_REQUEST', detail: text.error }), undefined);
  });
  const workbook = { parseAs: 'buffer' as const, bodyLimit: LIMITS.workbookBytes };
  scope.addContentTypeParser(XLSX_MEDIA_TYPE, workbook, (_request, body: Buffer, done) =>
    done(null, new Upload(body, () => readWorkbook(body))),
  );
}
