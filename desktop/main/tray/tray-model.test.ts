import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { HubReport } from '#shared/contract/hub-process.ts';
import { LANGUAGES } from '#shared/contract/languages.ts';
import type { HubState } from '../hub/hub-supervisor.ts';
import { menuModel } from '../menu/menu-model.ts';
import { quitQuestion } from '../status/quit-question.ts';
import { reportSentence, statusView } from '../status/status-model.ts';
import { textsOf } from '../texts/texts.ts';
import { mustStayAwake, stateSentence, trayModel } from './tray-model.ts';

const running = (line: HubReport['line'], waiting = 0, phonesHere = 0): HubState => ({
  kind: 'running',
  desktopUrl: 'http://127.0.0.1:8444/?token=secret',
  report: { tell: 'report', line, waiting, phonesHere },
});
const DOWN: HubState = { kind: 'down', endsInARow: 2, restartInMs: 2_000, sentence: 'Port 8443 is taken.' };
const STATES: HubState[] = [
  { kind: 'starting', after: null },
  { kind: 'stopped' },
  DOWN,
  { kind: 'running', desktopUrl: 'http://127.0.0.1:8444/', report: null },
  ...(['trying', 'ok', 'sending', 'cut', 'refused'] as const).map((line) => running(line, 3, 2)),
];

test('[DESK-5] each state of the hub has its words in each language, and an icon that is there', () => {
  for (const language of LANGUAGES) {
    const said = STATES.map((state) => trayModel(state, language));
    expect(said.flatMap(({ items }) => items).filter((item) => JSON.stringify(item).includes('{'.repeat(2)))).toEqual(
      [],
    );
    expect(said.map(({ tooltip }) => tooltip).filter((tooltip) => /[{}]|undefined|secret/.test(tooltip))).toEqual([]);
    for (const { icon } of said) expect(existsSync(`desktop/main/public/icons/tray-${icon}.png`), icon).toBe(true);
  }
  const icons = STATES.map((state) => trayModel(state, 'fr').icon);
  expect(icons).toEqual(['busy', 'person', 'person', 'busy', 'busy', 'ok', 'busy', 'waiting', 'person']);
});

test('[DESK-5] the tray says the line and the phones, and offers to open, restart, report and quit', () => {
  const { items, tooltip } = trayModel(running('cut', 214, 3), 'fr');
  expect(tooltip).toBe('Manchengo Hub · Le siège ne répond pas : 214 à envoyer, tout est en sécurité ici');
  expect(items).toContainEqual({ label: 'Téléphones au dépôt : 3', act: null });
  const acts = items.flatMap((item) => (item === 'separator' || item.act === null ? [] : [item.act]));
  expect(acts).toEqual(['open', 'restart', 'diagnostics', 'quit']);
});

test('[DESK-5] the menu is in three languages, and nothing in it is left to the system’s own words', () => {
  const labels = LANGUAGES.map((language) => {
    const menus = menuModel({ language, startsAtLogin: true }, () => {});
    const all = menus.flatMap(({ label, submenu }) => [
      label,
      ...submenu.map((item) => ('label' in item ? item.label : '-')),
    ]);
    expect(all.filter((label) => label === undefined || label === '')).toEqual([]);
    return all.filter((label) => label !== '-');
  });
  expect(new Set(labels.map(({ length }) => length)).size).toBe(1);
  labels[0]?.forEach((label, at) => {
    expect(new Set(labels.map((each) => each[at])).size, `${label} is translated`).toBe(3);
  });
});

test('[DESK-9] the PC is kept awake while it sends to HQ, and not otherwise', () => {
  expect(STATES.map(mustStayAwake)).toEqual([false, false, false, false, false, false, true, false, false]);
});

test('[DESK-6] who quits is told of the phones and of what waits, and of nothing where nobody would miss the hub', () => {
  expect(quitQuestion(running('ok'), 'fr')).toBeNull();
  expect(quitQuestion(DOWN, 'fr')).toBeNull();
  const asked = quitQuestion(running('cut', 7, 2), 'fr');
  expect(asked?.detail).toContain('(2)');
  expect(asked?.detail).toContain('7 à envoyer');
  expect(asked?.buttons[0], 'staying comes first').toBe('Laisser le hub en marche');
  for (const language of LANGUAGES) expect(quitQuestion(running('ok', 1, 1), language)?.detail).not.toMatch(/[{}]/);
});

test('[DESK-4] the window says that the hub stopped, when it comes back, what is safe and what to do', () => {
  for (const language of LANGUAGES) {
    const view = statusView(DOWN, null, language);
    expect(view?.lines.join()).toContain('2');
    expect(view?.lines[0]).toBe(textsOf(language).cause.port);
    expect(view?.acts.map(({ act }) => act)).toEqual(['restart', 'diagnostics']);
    expect(statusView({ kind: 'starting', after: null }, null, language)?.acts).toEqual([]);
    expect(statusView(running('ok'), null, language)).toBeNull();
    // It is told until the next one runs: one second is too short to read it.
    const again = { kind: 'starting', after: { sentence: DOWN.sentence } } as const;
    expect(statusView(again, null, language)?.lines).toEqual([
      textsOf(language).cause.port,
      textsOf(language).status.startingAgain,
      ...(view?.lines.slice(2) ?? []),
    ]);
    expect(stateSentence(again, language)).toBe(textsOf(language).state.down);
    expect(reportSentence({ file: '/home/karim/report.zip' }, language)).toContain('/home/karim/report.zip');
    expect(reportSentence('failed', language)).not.toBe('');
  }
  expect(statusView(DOWN, null, 'ar')).toMatchObject({ language: 'ar', direction: 'rtl' });
});
