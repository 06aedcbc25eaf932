import type { Texts } from './translation.ts';

/** Words that are for us who build it: a driver says "to send", not "queue". */
const OURS = /\b(sync|synchroni\w*|queue|events?|ack|payload|conflicts?|conflits?)\b/i;

/** What stands in for a value is never read. */
const PLACEHOLDER = /\{\{\w+\}\}/g;

/** The keys of texts that are empty or speak our language instead of the user's; for each app's test. */
export function unfitTexts(texts: Texts, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, text]) => {
    if (typeof text !== 'string') return unfitTexts(text, `${path}${key}.`);
    return text.trim() === '' || OURS.test(text.replaceAll(PLACEHOLDER, '')) ? [path + key] : [];
  });
}
