const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SCALES: [number, string][] = [
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
];

/** An amount of dinars and centimes as it stands on an English paper. */
export function inEnglish(dinars: number, centimes: number): string {
  const parts = [];
  if (dinars > 0 || centimes === 0) {
    parts.push(`${numberInEnglish(dinars)} Algerian ${dinars === 1 ? 'dinar' : 'dinars'}`);
  }
  if (centimes > 0) parts.push(`${numberInEnglish(centimes)} ${centimes === 1 ? 'centime' : 'centimes'}`);
  return parts.join(' and ');
}

function numberInEnglish(number: number): string {
  for (const [size, name] of SCALES) {
    if (number < size) continue;
    const rest = number % size;
    const head = `${numberInEnglish(Math.floor(number / size))} ${name}`;
    if (rest === 0) return head;
    return `${head} ${rest < 100 ? 'and ' : ''}${numberInEnglish(rest)}`;
  }
  return belowThousand(number);
}

function belowThousand(number: number): string {
  if (number < 20) return UNITS[number] as string;
  if (number < 100) {
    const unit = number % 10;
    return `${TENS[Math.floor(number / 10)]}${unit === 0 ? '' : `-${UNITS[unit]}`}`;
  }
  const rest = number % 100;
  return `${UNITS[Math.floor(number / 100)]} hundred${rest === 0 ? '' : ` and ${belowThousand(rest)}`}`;
}
