/** Keeps the direction of a piece of text to itself, as `<bdi>` does, where text is drawn and not marked up. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** The same, for what runs from left to right in every language: a date, a telephone number. */
export const leftToRight = (text: string): string => `\u2066${text}\u2069`;
