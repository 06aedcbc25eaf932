import { useMemo } from 'react';
import { QUIET_ZONE, qrShape } from './qr-shape.ts';

export interface QrCodeProps {
  /** What the code says. */
  text: string;
  /** What the code is for, for those who cannot see it. */
  label: string;
  className?: string;
}

/** Black on white on every screen: cameras in the sun ask for contrast, not for a dark theme. */
export function QrCode({ text, label, className }: QrCodeProps) {
  const { size, path } = useMemo(() => qrShape(text), [text]);
  const side = size + 2 * QUIET_ZONE;
  return (
    <svg
      role="img"
      aria-label={label}
      className={className}
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <rect x={-QUIET_ZONE} y={-QUIET_ZONE} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
