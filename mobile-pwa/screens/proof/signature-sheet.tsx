import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { blank, ink, type Point, pointOn, SHEET } from './ink.ts';

interface SignatureSheetProps {
  canvas: RefObject<HTMLCanvasElement | null>;
  label: string;
  /** What was signed before, to go on with; null for a blank sheet. */
  signed: string | null;
  /** A finger has left the sheet. */
  onStroke: () => void;
}

/** Takes a signature by finger, pen or mouse. */
export function SignatureSheet({ canvas, label, signed, onStroke }: SignatureSheetProps) {
  const stroke = useRef<Point[] | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    blank(context);
    if (signed === null) return;
    const picture = new Image();
    picture.onload = () => context.drawImage(picture, 0, 0, SHEET.width, SHEET.height);
    picture.src = signed;
  }, [canvas, signed]);
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    stroke.current = [pointOn(event.currentTarget, event)];
    draw(event.currentTarget);
  };
  const goOn = (event: PointerEvent<HTMLCanvasElement>) => {
    if (stroke.current === null) return;
    const seen = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const part of seen.length > 0 ? seen : [event.nativeEvent]) {
      stroke.current.push(pointOn(event.currentTarget, part));
      draw(event.currentTarget);
    }
  };
  const end = () => {
    if (stroke.current === null) return;
    stroke.current = null;
    onStroke();
  };
  const draw = (sheet: HTMLCanvasElement) => {
    const context = sheet.getContext('2d');
    if (context && stroke.current) ink(context, stroke.current);
  };
  return (
    <canvas
      ref={canvas}
      className="signature-sheet"
      role="img"
      aria-label={label}
      width={SHEET.width}
      height={SHEET.height}
      onPointerDown={begin}
      onPointerMove={goOn}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}
