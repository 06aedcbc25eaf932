import { useEffect, useState } from 'react';

/** What a note is written in: its letters, as a browser is asked for a font. */
const FACES = ['400 12px Inter', '600 12px Inter'];
const ARABIC = ["400 12px 'IBM Plex Sans Arabic'", "600 12px 'IBM Plex Sans Arabic'"];

/** Whether the fonts of a paper are here: heights that are measured before are others afterwards. */
export function useFontsReady(language: string): boolean {
  const [ready, setReady] = useState<string | null>(null);
  useEffect(() => {
    const faces = language === 'ar' ? [...FACES, ...ARABIC] : FACES;
    // One that cannot be had is done without.
    void Promise.allSettled(faces.map((face) => document.fonts.load(face, 'aé ب'))).then(() => setReady(language));
  }, [language]);
  return ready === language;
}
