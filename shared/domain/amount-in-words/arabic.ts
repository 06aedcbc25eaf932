/** A counted noun in the forms that its number asks for. */
interface Noun {
  one: string;
  two: string;
  /** After 3 to 10, in the genitive plural. */
  few: string;
  /** After 11 to 99, in the accusative singular. */
  many: string;
  /** After whole hundreds and above, in the genitive singular. */
  whole: string;
}

const DINAR: Noun = {
  one: 'دينار جزائري واحد',
  two: 'ديناران جزائريان',
  few: 'دنانير جزائرية',
  many: 'دينارًا جزائريًا',
  whole: 'دينار جزائري',
};
const CENTIME: Noun = { one: 'سنتيم واحد', two: 'سنتيمان', few: 'سنتيمات', many: 'سنتيمًا', whole: 'سنتيم' };
const THOUSAND: Noun = { one: 'ألف', two: 'ألفان', few: 'آلاف', many: 'ألفًا', whole: 'ألف' };
const MILLION: Noun = { one: 'مليون', two: 'مليونان', few: 'ملايين', many: 'مليونًا', whole: 'مليون' };
const MILLIARD: Noun = { one: 'مليار', two: 'ملياران', few: 'مليارات', many: 'مليارًا', whole: 'مليار' };
const SCALES: [number, Noun][] = [
  [1e9, MILLIARD],
  [1e6, MILLION],
  [1e3, THOUSAND],
];

const UNITS = ['صفر', 'واحد', 'اثنان', 'ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة', 'عشرة'];
const TEENS = ['أحد', 'اثنا', 'ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة'];
const TENS = ['', 'عشرة', 'عشرون', 'ثلاثون', 'أربعون', 'خمسون', 'ستون', 'سبعون', 'ثمانون', 'تسعون'];
const HUNDREDS = ['', 'مائة', 'مائتان', 'ثلاثمائة', 'أربعمائة', 'خمسمائة', 'ستمائة', 'سبعمائة', 'ثمانمائة', 'تسعمائة'];
const AND = ' و';

/** An amount of dinars and centimes as it stands on an Arabic paper. */
export function inArabic(dinars: number, centimes: number): string {
  const parts = [];
  if (dinars > 0 || centimes === 0) parts.push(counted(dinars, DINAR));
  if (centimes > 0) parts.push(counted(centimes, CENTIME));
  return parts.join(AND);
}

/** A number with what it counts: one and two are the noun itself, and the last two digits decide its form otherwise. */
function counted(number: number, noun: Noun): string {
  if (number === 1) return noun.one;
  if (number === 2) return noun.two;
  const last = number % 100;
  const words = numberParts(number);
  if (last >= 3 && last <= 10) return `${words.join(AND)} ${noun.few}`;
  if (last >= 11) return `${words.join(AND)} ${noun.many}`;
  const end = words.pop() as string;
  return `${[...words, last === 0 ? bound(end) : end].join(AND)} ${noun.whole}`;
}

/** Before the noun that it counts, a dual loses its last letter, and an accusative its ending: مائتا دينار, أحد عشر ألف دينار. */
const bound = (words: string): string =>
  words.replace(/(مائت|ألف|مليون|مليار)ان$/, '$1ا').replace(/(ألف|مليون|مليار)\u064bا$/, '$1');

function numberParts(number: number): string[] {
  for (const [size, noun] of SCALES) {
    if (number < size) continue;
    const rest = number % size;
    const head = counted(Math.floor(number / size), noun);
    return rest === 0 ? [head] : [head, ...numberParts(rest)];
  }
  const rest = number % 100;
  const hundreds = HUNDREDS[Math.floor(number / 100)] as string;
  if (hundreds === '') return [belowHundred(rest)];
  return rest === 0 ? [hundreds] : [hundreds, belowHundred(rest)];
}

function belowHundred(number: number): string {
  if (number <= 10) return UNITS[number] as string;
  if (number < 20) return `${TEENS[number - 11]} عشر`;
  const unit = number % 10;
  const ten = TENS[Math.floor(number / 10)] as string;
  return unit === 0 ? ten : `${UNITS[unit]}${AND}${ten}`;
}
