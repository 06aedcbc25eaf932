import { directionOf, type Language } from '#shared/contract/languages.ts';
import type { StatusView } from '../../preload/status-view.ts';
import type { HubState } from '../hub/hub-supervisor.ts';
import { fill, textsOf } from '../texts/texts.ts';
import { downCause } from './down-cause.ts';

/** What became of the report that a person asked for. */
export type Report = { file: string } | 'failed' | null;

/** What stands in the window while there is no hub whose page it could show. Null: the hub runs. */
export function statusView(state: HubState, report: Report, language: Language): StatusView | null {
  if (state.kind === 'running') return null;
  const { status, act, cause } = textsOf(language);
  const page = { language, direction: directionOf(language), report: reportSentence(report, language) };
  const ended = state.kind === 'down' ? state : state.kind === 'starting' ? state.after : null;
  if (ended === null) return { ...page, title: status.starting, lines: [status.startingMore], acts: [] };
  const known = downCause(ended.sentence);
  const back =
    state.kind === 'down' ? fill(status.downMore, { seconds: state.restartInMs / 1_000 }) : status.startingAgain;
  const lines = [back, status.safe, status.todo];
  return {
    ...page,
    title: status.down,
    lines: known === null ? lines : [cause[known], ...lines],
    acts: [
      { act: 'restart', label: act.restart },
      { act: 'diagnostics', label: act.diagnostics },
    ],
  };
}

export function reportSentence(report: Report, language: Language): string | null {
  const { status } = textsOf(language);
  if (report === null) return null;
  return report === 'failed' ? status.notSaved : fill(status.saved, { file: isolated(report.file) });
}

/** A text of another direction within a sentence: by Unicode's first strong isolate, so that neither turns the other round. */
const isolated = (text: string): string => `\u2068${text}\u2069`;
