import type { SalesPaper } from '#shared/ui/paper/sales-paper.ts';
import { FONTS } from '#shared/ui/theme.ts';
import { type Font, layOut, type Mark, PICTURE } from './picture.ts';

const INK = '#1f2328';
const RULE = '#84837f';

const css = ({ size, weight }: Font): string => `${weight} ${size}px ${FONTS}`;

/** The paper as a PNG. Its fonts have to be here already. */
export function drawPicture(paper: SalesPaper): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('this browser draws nothing');
  const { width, height, marks } = layOut(paper, (text, font) => {
    pen.font = css(font);
    return pen.measureText(text).width;
  });
  canvas.width = width;
  canvas.height = height;
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = 'top';
  for (const mark of marks) draw(pen, mark);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the picture could not be made')) : resolve(blob)),
      'image/png',
    );
  });
}

function draw(pen: CanvasRenderingContext2D, mark: Mark): void {
  if (mark.kind === 'text') {
    pen.fillStyle = INK;
    pen.font = css(mark.font);
    pen.textAlign = mark.align;
    pen.direction = mark.isRtl ? 'rtl' : 'ltr';
    pen.fillText(mark.text, mark.x, mark.y);
    return;
  }
  pen.strokeStyle = RULE;
  pen.lineWidth = 2;
  const inner = PICTURE.width - 2 * PICTURE.margin;
  pen.strokeRect(PICTURE.margin, mark.y, inner, mark.kind === 'box' ? mark.height : 0);
}
