import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';

/** What a screen is looking for. */
export type WantedCode = 'note' | 'depot' | 'tour';

/** As many codes of a frame as a table full of papers shows. */
export const READER_OPTIONS: ReaderOptions = { formats: ['QRCode'], maxNumberOfSymbols: 16 };

const MARKS: Record<WantedCode, RegExp> = { note: /^\s*MCG1\./, depot: /^\s*\{.*"urls"/s, tour: /^MCT1[./]/ };

type Seen = Pick<ReadResult, 'isValid' | 'text' | 'position'>;

/**
 * Of all codes of one frame the one that is meant: what the screen looks for before any other of ours, those before a
 * stranger's (a carton bears codes of its own), and of equals the one nearest the middle of the frame.
 */
export function pickCode(seen: readonly Seen[], wanted: WantedCode, frame: { width: number; height: number }) {
  const rank = ({ text }: Seen): number => {
    if (MARKS[wanted].test(text)) return 0;
    return MARKS.note.test(text) || MARKS.depot.test(text) ? 1 : 2;
  };
  const away = ({ position: { topLeft, bottomRight } }: Seen): number =>
    Math.hypot((topLeft.x + bottomRight.x - frame.width) / 2, (topLeft.y + bottomRight.y - frame.height) / 2);
  const [best] = seen.filter(({ isValid }) => isValid).sort((a, b) => rank(a) - rank(b) || away(a) - away(b));
  return best?.text ?? null;
}
