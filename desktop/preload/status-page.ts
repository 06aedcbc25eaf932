import type { StatusAct, StatusView } from './status-view.ts';

/** Writes the view into public/status.html. Texts stay texts, whatever the hub said. */
export function fillStatusPage(document: Document, view: StatusView, onAct: (act: StatusAct) => void): void {
  const element = (name: 'p' | 'h1' | 'button', text: string) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };
  document.documentElement.lang = view.language;
  document.documentElement.dir = view.direction;
  document.title = view.title;
  const buttons = view.acts.map(({ act, label }) => {
    const button = element('button', label);
    button.addEventListener('click', () => onAct(act));
    return button;
  });
  const report = element('p', view.report ?? '');
  report.className = 'report';
  document
    .querySelector('main')
    ?.replaceChildren(element('h1', view.title), ...view.lines.map((line) => element('p', line)), ...buttons, report);
}
