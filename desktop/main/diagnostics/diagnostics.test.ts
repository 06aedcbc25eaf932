import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { crashLine, onUncaught } from '../crash-log.ts';
import { diagnosticEntries, writeDiagnostics } from './diagnostics.ts';
import { logFile } from './log-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'manchengo-diagnostics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl';
const HUB_LOG = [
  '{"level":50,"time":1,"node":"hub","err":{"type":"Error","message":"disk I/O error","code":"SQLITE_IOERR"},"msg":"cannot write"}',
  '{"level":30,"time":2,"client":"Épicerie El Djazaïr","total":1245000,"req":{"method":"GET","path":"/d/BL-ALG-7"}}',
  `a plain line with Bearer ${TOKEN}`,
  '{"level":30,"msg":"cut in tw',
].join('\n');
const INPUT = {
  at: new Date('2026-11-30T05:42:10Z'),
  versions: { app: '0.1.0' },
  state: {
    kind: 'running' as const,
    desktopUrl: 'http://127.0.0.1:8444/?token=the-window-token',
    report: { tell: 'report' as const, line: 'ok' as const, waiting: 4, phonesHere: 1 },
  },
  hubLog: HUB_LOG,
  crashLog: crashLine('main process', new Error('no such thing'), new Date(0)),
};

test('[DESK-8] the report tells what went wrong, and no secret, client, person or address', () => {
  const text = diagnosticEntries(INPUT)
    .map(({ text }) => text)
    .join('\n');
  for (const told of ['SQLITE_IOERR', 'disk I/O error', 'cannot write', '"waiting":4', 'no such thing', '0.1.0']) {
    expect(text).toContain(told);
  }
  for (const kept of [TOKEN, 'the-window-token', 'Djazaïr', 'BL-ALG-7', 'cut in tw']) expect(text).not.toContain(kept);
});

test('[DESK-8] it is a zip whose files are what they were, under a name that says when', () => {
  const written = writeDiagnostics(path.join(folder, 'downloads'), INPUT);
  if (!written.ok) throw new Error(written.error);
  expect(path.basename(written.value)).toBe('manchengo-report-2026-11-30-05-42.zip');
  const bytes = readFileSync(written.value);
  const [first] = diagnosticEntries(INPUT);
  const at = 30 + bytes.readUInt16LE(26);
  expect(bytes.toString('utf8', 30, at)).toBe(first?.name);
  expect(inflateRawSync(bytes.subarray(at, at + bytes.readUInt32LE(18))).toString()).toBe(first?.text);
  expect(bytes.readUInt16LE(bytes.length - 12), 'files in the directory').toBe(4);
});

test('[DESK-8] where it cannot be written, the reason comes back', () => {
  const notAFolder = path.join(folder, 'file');
  writeFileSync(notAFolder, '');
  expect(writeDiagnostics(notAFolder, INPUT)).toMatchObject({ ok: false });
});

test('[DESK-8] a log keeps its newest lines, and no more than two files’ worth', () => {
  const log = logFile(path.join(folder, 'logs', 'hub.log'), 100);
  for (let line = 0; line < 50; line += 1) log.write(`line ${line}\n`);
  expect(log.read()).toContain('line 49');
  expect(log.read()).not.toContain('line 1\n');
  expect(log.read().length).toBeLessThan(220);
  expect(statSync(path.join(folder, 'logs', 'hub.log.1')).mode & 0o077).toBe(0);
});

test('[DESK-11] an error that nobody caught is written down; the program starts anew, unless it had just begun', () => {
  const did: string[] = [];
  const crash = (uptime: number) => {
    const deps = {
      uptimeS: () => uptime,
      relaunch: () => did.push('relaunch'),
      exit: (code: number) => did.push(`exit ${code}`),
    };
    onUncaught({ write: (text) => did.push(text.slice(0, 24)), read: () => '' }, deps)(new Error('x'));
    return did.splice(0).slice(1);
  };
  expect(crash(59)).toEqual(['exit 1']);
  expect(crash(60)).toEqual(['relaunch', 'exit 1']);
  expect(crashLine('hub', 'it ended', new Date(0))).toBe('1970-01-01T00:00:00.000Z hub: "it ended"\n');
});
