import type { Language } from '#shared/contract/languages.ts';
import type { HubState } from '../hub/hub-supervisor.ts';
import { fill, textsOf } from '../texts/texts.ts';

/** Green, blue, amber and red of the whole product; each icon has a sign of its own as well. */
export type TrayIcon = 'ok' | 'busy' | 'waiting' | 'person';

/** What a person can ask the program to do, from the tray, the menu or the status page. */
export type Act = 'open' | 'restart' | 'diagnostics' | 'quit' | 'keyring' | 'startAtLogin';

export interface TrayModel {
  icon: TrayIcon;
  tooltip: string;
  items: ({ label: string; act: Act } | { label: string; act: null } | 'separator')[];
}

/** The state in words, as the tray says it. */
export function stateSentence(state: HubState, language: Language): string {
  const { state: texts } = textsOf(language);
  if (state.kind === 'starting' && state.after !== null) return texts.down;
  if (state.kind !== 'running') return texts[state.kind];
  if (state.report === null) return texts.starting;
  const { line, waiting } = state.report;
  if (line === 'trying') return texts.starting;
  return fill(texts[line], { waiting });
}

export function trayModel(state: HubState, language: Language): TrayModel {
  const texts = textsOf(language);
  const sentence = stateSentence(state, language);
  const phones = state.kind === 'running' ? (state.report?.phonesHere ?? 0) : 0;
  return {
    icon: trayIcon(state),
    tooltip: `${texts.product} · ${sentence}`,
    items: [
      { label: sentence, act: null },
      ...(phones > 0 ? [{ label: fill(texts.state.phonesHere, { phones }), act: null }] : []),
      'separator',
      { label: texts.act.open, act: 'open' },
      { label: texts.act.restart, act: 'restart' },
      { label: texts.act.diagnostics, act: 'diagnostics' },
      'separator',
      { label: texts.act.quit, act: 'quit' },
    ],
  };
}

const LINE_ICONS = { trying: 'busy', ok: 'ok', sending: 'busy', cut: 'waiting', refused: 'person' } as const;

function trayIcon(state: HubState): TrayIcon {
  if (state.kind === 'down' || state.kind === 'stopped') return 'person';
  if (state.kind === 'starting' || state.report === null) return 'busy';
  return LINE_ICONS[state.report.line];
}

/** While this PC sends to HQ, it must not fall asleep by itself. */
export const mustStayAwake = (state: HubState): boolean => state.kind === 'running' && state.report?.line === 'sending';
