import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { HubState } from '../hub/hub-supervisor.ts';
import { logForSupport } from './log-for-support.ts';
import { type ZipEntry, zip } from './zip.ts';

export interface DiagnosticsInput {
  at: Date;
  versions: Record<string, string | undefined>;
  state: HubState;
  hubLog: string;
  crashLog: string;
}

/** What support needs to see: the logs without secrets, the versions, the state. No clients, amounts, keys or tokens. */
export function diagnosticEntries({ at, versions, state, hubLog, crashLog }: DiagnosticsInput): ZipEntry[] {
  // The window's address holds its token.
  const shown = state.kind === 'running' ? { kind: state.kind, report: state.report } : state;
  return [
    { name: 'versions.json', text: JSON.stringify({ at: at.toISOString(), ...versions }, null, 2) },
    { name: 'state.json', text: logForSupport(JSON.stringify(shown)) },
    { name: 'hub.log', text: logForSupport(hubLog) },
    { name: 'crash.log', text: logForSupport(crashLog) },
  ];
}

/** Writes the report into a folder. → its file, or why not. */
export function writeDiagnostics(folder: string, input: DiagnosticsInput): Result<string, string> {
  const stamp = input.at.toISOString().slice(0, 16).replace(/[T:]/g, '-');
  const file = join(folder, `manchengo-report-${stamp}.zip`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, zip(diagnosticEntries(input), input.at));
    return ok(file);
  } catch (error) {
    return fail((error as Error).message);
  }
}
