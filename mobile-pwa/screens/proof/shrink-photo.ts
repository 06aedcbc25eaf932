import { LIMITS } from '#shared/contract/limits.ts';

/** From the best that is worth keeping to what is always small enough: longer side in pixels, and JPEG's quality. */
export const STEPS = [
  { side: 1_600, quality: 0.8 },
  { side: 1_600, quality: 0.6 },
  { side: 1_200, quality: 0.6 },
  { side: 900, quality: 0.6 },
  { side: 640, quality: 0.5 },
  { side: 400, quality: 0.4 },
] as const;

/** A picture's size within a square of that side; it never grows. */
export function within(side: number, { width, height }: { width: number; height: number }) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A photo as it is sent: upright, whatever its EXIF says, a JPEG, and small. Null where the browser cannot read it. */
export async function shrinkPhoto(file: Blob): Promise<Uint8Array | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return null;
  try {
    for (const step of STEPS) {
      const jpeg = await jpegOf(picture, step);
      if (jpeg !== null && jpeg.size <= LIMITS.photoBytes) return new Uint8Array(await jpeg.arrayBuffer());
    }
    return null;
  } finally {
    picture.close();
  }
}

function jpegOf(picture: ImageBitmap, { side, quality }: (typeof STEPS)[number]): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, within(side, picture));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
