import { folded, searchWords } from './search.ts';

interface Named {
  name: string;
  phone?: string | null;
}

/** Fewer digits than this are no telephone number yet. */
const PHONE_DIGITS = 8;

/** Clients that a new one may be already: the same words in its name, in any order, or the end of the same number. */
export function likelyDuplicates<T extends Named>(clients: readonly T[], fresh: Named): T[] {
  const name = nameKeyOf(fresh.name);
  const phone = digitsOf(fresh.phone);
  if (name === '' && phone === null) return [];
  return clients.filter(
    (client) =>
      (name !== '' && nameKeyOf(client.name) === name) || (phone !== null && digitsOf(client.phone) === phone),
  );
}

const nameKeyOf = (name: string): string => searchWords(withoutPunctuation(name)).sort().join(' ');

/** A name without punctuation, as it can be searched for. */
export const withoutPunctuation = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, ' ');

/** Without the country and the zero before it, which some write and some do not. */
function digitsOf(phone: string | null | undefined): string | null {
  const digits = folded(phone ?? '').replaceAll(/[^0-9]/g, '');
  return digits.length < PHONE_DIGITS ? null : digits.slice(-PHONE_DIGITS);
}
