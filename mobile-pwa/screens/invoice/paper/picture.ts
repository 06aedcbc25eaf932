import { directionOf } from '#shared/ui/i18n/languages.ts';
import { type RollRow, rollRows } from '#shared/ui/paper/roll-rows.ts';
import type { SalesPaper } from '#shared/ui/paper/sales-paper.ts';

/** A paper as it is drawn, in pixels: wide enough for a phone's screen, as long as it needs. */
export interface Picture {
  width: number;
  height: number;
  marks: Mark[];
}

export type Mark =
  | { kind: 'text'; text: string; x: number; y: number; font: Font; align: 'left' | 'right' | 'center'; isRtl: boolean }
  | { kind: 'rule'; y: number }
  | { kind: 'box'; y: number; height: number };

export interface Font {
  size: number;
  weight: 400 | 600;
}

/** How wide a text is in a font. */
export type Measure = (text: string, font: Font) => number;

export const PICTURE = { width: 760, margin: 36 } as const;
const INNER = PICTURE.width - 2 * PICTURE.margin;
const LEADING = 1.4;
const SPACE = 14;
const PAIR_GAP = 24;
const HAND_HEIGHT = 150;

const FONTS = {
  stamp: { size: 40, weight: 600 },
  title: { size: 30, weight: 600 },
  strong: { size: 27, weight: 600 },
  plain: { size: 25, weight: 400 },
  small: { size: 22, weight: 400 },
} as const satisfies Record<string, Font>;

export function layOut(paper: SalesPaper, measure: Measure): Picture {
  const pen = new Pen(measure, directionOf(paper.language) === 'rtl');
  for (const row of rollRows(paper)) pen.put(row);
  return { width: PICTURE.width, height: Math.ceil(pen.y + PICTURE.margin), marks: pen.marks };
}

/** Puts rows below each other. */
class Pen {
  readonly marks: Mark[] = [];
  y: number = PICTURE.margin;
  private readonly measure: Measure;
  private readonly isRtl: boolean;

  constructor(measure: Measure, isRtl: boolean) {
    this.measure = measure;
    this.isRtl = isRtl;
  }

  put(row: RollRow): void {
    switch (row.kind) {
      case 'rule':
        this.y += SPACE;
        this.marks.push({ kind: 'rule', y: this.y });
        this.y += SPACE;
        return;
      case 'hand':
        this.y += SPACE;
        this.marks.push({ kind: 'box', y: this.y, height: HAND_HEIGHT });
        this.line(row.text, FONTS.small, 'start', this.isRtl, this.y + SPACE / 2, SPACE);
        this.y += HAND_HEIGHT;
        return;
      case 'pair':
        this.pair(row.start, row.end, FONTS[row.look]);
        return;
      case 'text':
        this.text(row);
    }
  }

  private text({ text, look, language }: Extract<RollRow, { kind: 'text' }>): void {
    const font = FONTS[look];
    const isRtl = language === undefined ? this.isRtl : directionOf(language) === 'rtl';
    if (look === 'title') this.y += SPACE;
    for (const line of wrapped(text, font, this.measure)) {
      this.line(line, font, look === 'stamp' ? 'center' : 'start', isRtl, this.y);
      this.y += font.size * LEADING;
    }
    if (look === 'title' || look === 'stamp') this.y += SPACE;
  }

  /** A name and its amount: the amount goes to a line of its own where both are too wide. */
  private pair(start: string, end: string, font: Font): void {
    const lines = wrapped(start, font, this.measure);
    const last = lines.at(-1) ?? '';
    for (const [index, line] of lines.entries()) {
      if (index > 0) this.y += font.size * LEADING;
      this.line(line, font, 'start', this.isRtl, this.y);
    }
    if (this.measure(last, font) + PAIR_GAP + this.measure(end, font) > INNER) this.y += font.size * LEADING;
    this.line(end, font, 'end', this.isRtl, this.y);
    this.y += font.size * LEADING;
  }

  private line(
    text: string,
    font: Font,
    place: 'start' | 'center' | 'end',
    isRtl: boolean,
    y: number,
    indent = 0,
  ): void {
    const isLeft = (place === 'start') !== isRtl;
    const align = place === 'center' ? 'center' : isLeft ? 'left' : 'right';
    const inset = PICTURE.margin + indent;
    const x = align === 'center' ? PICTURE.width / 2 : align === 'left' ? inset : PICTURE.width - inset;
    this.marks.push({ kind: 'text', text, x, y, font, align, isRtl });
  }
}

/** Broken at its blanks; what has none and is too wide is broken where it must be. */
function wrapped(text: string, font: Font, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(' ').flatMap((part) => broken(part, font, measure))) {
    const longer = line === '' ? piece : `${line} ${piece}`;
    if (line !== '' && measure(longer, font) > INNER) {
      lines.push(line);
      line = piece;
    } else line = longer;
  }
  return [...lines, line];
}

function broken(piece: string, font: Font, measure: Measure): string[] {
  if (measure(piece, font) <= INNER) return [piece];
  const parts: string[] = [];
  let part = '';
  for (const letter of piece) {
    if (part !== '' && measure(part + letter, font) > INNER) {
      parts.push(part);
      part = letter;
    } else part += letter;
  }
  return [...parts, part];
}
