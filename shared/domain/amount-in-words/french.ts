const UNITS =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  );
const TENS = [
  '',
  '',
  'vingt',
  'trente',
  'quarante',
  'cinquante',
  'soixante',
  'soixante',
  'quatre-vingt',
  'quatre-vingt',
];

/** An amount of dinars and centimes as it stands on a French paper. */
export function inFrench(dinars: number, centimes: number): string {
  const parts = [];
  if (dinars > 0 || centimes === 0) parts.push(`${numberInFrench(dinars)} ${dinarsInFrench(dinars)}`);
  if (centimes > 0) parts.push(`${numberInFrench(centimes)} ${centimes > 1 ? 'centimes' : 'centime'}`);
  return parts.join(' et ');
}

/** « un million de dinars », but « un million un dinars ». */
function dinarsInFrench(dinars: number): string {
  const noun = dinars > 1 ? 'dinars algériens' : 'dinar algérien';
  return dinars > 0 && dinars % 1_000_000 === 0 ? `de ${noun}` : noun;
}

function numberInFrench(number: number): string {
  if (number < 1_000) return belowThousand(number, true);
  if (number < 1_000_000) return withRest(thousands(Math.floor(number / 1_000)), number % 1_000);
  const [size, one] = number < 1e9 ? [1e6, 'million'] : [1e9, 'milliard'];
  const count = Math.floor(number / size);
  return withRest(`${numberInFrench(count)} ${one}${count > 1 ? 's' : ''}`, number % size);
}

const withRest = (words: string, rest: number): string => (rest === 0 ? words : `${words} ${numberInFrench(rest)}`);

/** « mille » never takes an s, nor does what counts it: quatre-vingt mille, deux cent mille. */
const thousands = (count: number): string => (count === 1 ? 'mille' : `${belowThousand(count, false)} mille`);

/** `isLast`: « cent » and « quatre-vingt » take an s where nothing follows but a noun. */
function belowThousand(number: number, isLast: boolean): string {
  if (number < 100) return belowHundred(number, isLast);
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  const cent = hundreds === 1 ? 'cent' : `${UNITS[hundreds]} cent${rest === 0 && isLast ? 's' : ''}`;
  return rest === 0 ? cent : `${cent} ${belowHundred(rest, isLast)}`;
}

function belowHundred(number: number, isLast: boolean): string {
  if (number < 20) return UNITS[number] as string;
  const ten = Math.floor(number / 10);
  // Soixante-dix and quatre-vingt-dix count on from ten.
  const unit = ten === 7 || ten === 9 ? number - (ten - 1) * 10 : number % 10;
  if (unit === 0) return `${TENS[ten]}${ten === 8 && isLast ? 's' : ''}`;
  const isJoinedByEt = ten < 8 && (unit === 1 || unit === 11);
  return `${TENS[ten]}${isJoinedByEt ? ' et ' : '-'}${UNITS[unit]}`;
}
