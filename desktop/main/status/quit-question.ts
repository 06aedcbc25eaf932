import type { Language } from '#shared/contract/languages.ts';
import type { HubState } from '../hub/hub-supervisor.ts';
import { fill, textsOf } from '../texts/texts.ts';

export interface QuitQuestion {
  title: string;
  detail: string;
  /** Staying comes first: it is what Enter and Escape do. */
  buttons: [stay: string, leave: string];
}

/** What is asked before the program ends; null where nobody would miss it. */
export function quitQuestion(state: HubState, language: Language): QuitQuestion | null {
  if (state.kind !== 'running' || state.report === null) return null;
  const { phonesHere, waiting } = state.report;
  const { quit } = textsOf(language);
  const reasons = [
    ...(phonesHere > 0 ? [fill(quit.phones, { phones: phonesHere })] : []),
    ...(waiting > 0 ? [fill(quit.waiting, { waiting })] : []),
  ];
  if (reasons.length === 0) return null;
  return { title: quit.title, detail: reasons.join('\n'), buttons: [quit.stay, quit.leave] };
}
