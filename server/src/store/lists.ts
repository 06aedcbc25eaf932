/**
 * Long lists as parameters. pg's own arrays escape every element twice over, which costs as much as PostgreSQL's work on
 * them; what is known to need no escaping goes as it is.
 */

/** Ids, numbers, times and other texts without spaces, quotes, commas and braces: an array literal for `$n::type[]`. */
export const pgTextArray = (items: (string | number)[]): string => `{${items.join(',')}}`;

/**
 * JSON texts, in the manner of RFC 7464: no valid JSON text holds the record separator, neither inside its strings nor
 * between them. Taken apart by `string_to_table($n, chr(30))`.
 */
export const jsonTextList = (texts: string[]): string => texts.join('\x1e');
