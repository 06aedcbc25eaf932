import { LIMITS } from '#shared/contract/limits.ts';

/** A signature's sheet, in its own pixels, however large it is shown. */
export const SHEET = { width: 600, height: 400 } as const;

const INK = '#1f2328';
const PAPER = '#ffffff';
const PEN = 5;
const LETTERS_PX = 64;
/** A picture that weighs too much is made smaller by this, again and again. */
const SMALLER = 0.75;

export interface Point {
  x: number;
  y: number;
}

/** Where on the sheet a finger is. */
export function pointOn(canvas: HTMLCanvasElement, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return { x: ((clientX - left) / width) * SHEET.width, y: ((clientY - top) / height) * SHEET.height };
}

export function blank(context: CanvasRenderingContext2D): void {
  context.fillStyle = PAPER;
  context.fillRect(0, 0, SHEET.width, SHEET.height);
}

/** The newest piece of a stroke: curves that pass through the middles between points have no corners. */
export function ink(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  const [before, from, to] = points.slice(-3);
  if (before === undefined) return;
  context.strokeStyle = INK;
  context.lineWidth = PEN;
  context.lineCap = 'round';
  context.beginPath();
  if (from === undefined || to === undefined) {
    const end = from ?? before;
    context.moveTo(before.x, before.y);
    context.lineTo(end.x, end.y);
  } else {
    const [start, end] = [middle(before, from), middle(from, to)];
    context.moveTo(start.x, start.y);
    context.quadraticCurveTo(from.x, from.y, end.x, end.y);
  }
  context.stroke();
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** A name that was typed where nobody can draw. */
export function write(context: CanvasRenderingContext2D, name: string): void {
  blank(context);
  context.fillStyle = INK;
  context.font = `italic ${LETTERS_PX}px Inter, "IBM Plex Sans Arabic", sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(name, SHEET.width / 2, SHEET.height / 2, SHEET.width * 0.9);
}

/** The sheet as a PNG that is small enough for a weak line. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  for (let scale = 1; ; scale *= SMALLER) {
    const png = await encoded(scaled(canvas, scale));
    if (png.length <= LIMITS.signatureBytes) return png;
  }
}

function scaled(canvas: HTMLCanvasElement, scale: number): HTMLCanvasElement {
  if (scale === 1) return canvas;
  const smaller = document.createElement('canvas');
  smaller.width = Math.round(SHEET.width * scale);
  smaller.height = Math.round(SHEET.height * scale);
  smaller.getContext('2d')?.drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return smaller;
}

const encoded = (canvas: HTMLCanvasElement): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the sheet could not be encoded'));
      else blob.arrayBuffer().then((buffer) => resolve(new Uint8Array(buffer)), reject);
    }, 'image/png');
  });
