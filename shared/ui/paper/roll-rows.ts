import type { Language } from '../i18n/languages.ts';
import { isolated, leftToRight } from './isolates.ts';
import type { PaperLine, PaperParty, SalesPaper } from './sales-paper.ts';

/** A narrow paper is rows, one below the other: so a roll is printed, and so a picture is drawn. */
export type RollRow =
  | { kind: 'text'; text: string; look: 'title' | 'strong' | 'plain' | 'small' | 'stamp'; language?: Language }
  | { kind: 'pair'; start: string; end: string; look: 'strong' | 'plain' }
  | { kind: 'rule' }
  /** Room for a signature. */
  | { kind: 'hand'; text: string };

const RULE = { kind: 'rule' } as const;

/** Each with its place, from 0. */
export const rollRows = (paper: SalesPaper): (RollRow & { place: number })[] =>
  rowsOf(paper).map((row, place) => ({ ...row, place }));

function rowsOf(paper: SalesPaper): RollRow[] {
  return [
    ...(paper.stamp === null ? [] : [text(paper.stamp, 'stamp')]),
    ...paper.parties.slice(0, -1).flatMap((party) => partyRows(party)),
    text(paper.reference === null ? paper.title : `${paper.title} ${leftToRight(paper.reference)}`, 'title'),
    ...paper.facts.map((fact) => text(fact, 'plain')),
    RULE,
    ...paper.parties.slice(-1).flatMap((party) => [text(party.title, 'small'), ...partyRows(party)]),
    RULE,
    ...paper.lines.flatMap(lineRows),
    RULE,
    ...(paper.notes === null ? [] : [...noteRows(paper.notes), RULE]),
    ...paper.totals.map(
      ({ label, value, isDue }): RollRow => ({
        kind: 'pair',
        start: label,
        end: value,
        look: isDue ? 'strong' : 'plain',
      }),
    ),
    ...paper.words.map(({ language, lead, text: words }) => text(`${lead} ${words}`, 'small', language)),
    ...(paper.note === null ? [] : [text(paper.note, 'small')]),
    ...paper.hands.map((hand): RollRow => ({ kind: 'hand', text: hand })),
  ];
}

const text = (words: string, look: 'title' | 'strong' | 'plain' | 'small' | 'stamp', language?: Language): RollRow => ({
  kind: 'text',
  text: words,
  look,
  ...(language === undefined ? {} : { language }),
});

const partyRows = ({ name, rows }: PaperParty): RollRow[] => [
  text(name, 'strong'),
  ...rows.map(({ label, value, isLtr }) => {
    const shown = isLtr ? leftToRight(value) : isolated(value);
    return text(label === null ? shown : `${label} ${shown}`, 'small');
  }),
];

const noteRows = ({ title, rows }: NonNullable<SalesPaper['notes']>): RollRow[] => [
  text(title, 'small'),
  ...rows.map(({ reference, day, amount }): RollRow => {
    return { kind: 'pair', start: `${leftToRight(reference)} · ${isolated(day)}`, end: amount, look: 'plain' };
  }),
];

const lineRows = ({ name, quantity, price, tva, amount }: PaperLine): RollRow[] => [
  text(name, 'plain'),
  {
    kind: 'pair',
    start: `${isolated(quantity)} × ${leftToRight(price)} · ${leftToRight(tva)}`,
    end: amount,
    look: 'plain',
  },
];
