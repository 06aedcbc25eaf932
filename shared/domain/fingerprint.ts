const GROUP_CHARS = 4;

/** A fingerprint as two people read it to each other: `3F9A 0C1D …`. */
export const fingerprintGroups = (hex: string): string[] =>
  hex.toUpperCase().match(new RegExp(`.{1,${GROUP_CHARS}}`, 'g')) ?? [];
