import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enteredOf, moneyForm, type NumberFault, quantityForm, type Range, textOf } from './typed-number.ts';

const ANY: Range = { min: 0, max: 1_000_000_000 };
const quantity = (text: string, range = ANY) => outcome(quantityForm.read(text, range));
const money = (text: string, range = ANY) => outcome(moneyForm.read(text, range));
const outcome = (reading: ReturnType<typeof quantityForm.read>): number | NumberFault =>
  reading.ok ? reading.value : reading.fault;

test('[NUM-1] a number is what a person reads, in the digits and with the signs of any keyboard of its users', () => {
  expect(
    ['12', '١٢', '۱۲', ' 12 ', '1 250', '1\u00A0250', '1\u202F250', '١٬٢٥٠', '007', '\u200F١٢'].map((t) => quantity(t)),
  ).toEqual([12, 12, 12, 12, 1250, 1250, 1250, 1250, 7, 12]);
  expect(['1250', '1250,5', '1250.50', '١٢٥٠٫٥', '١٢٥٠،٥', '1 250,00', '5,', ',5'].map((t) => money(t))).toEqual([
    125_000, 125_050, 125_050, 125_050, 125_050, 125_000, 500, 50,
  ]);
});

test('[NUM-2] what is no number of its field is refused by its reason, and never made into another', () => {
  expect(
    ['', ' ', '2.5', '2,0', '-3', '−3', '3-', '1e5', '12a', '1 2', '12 50', '1,250,5', '²'].map((t) => quantity(t)),
  ).toEqual([
    'EMPTY',
    'EMPTY',
    'NOT_WHOLE',
    'NOT_WHOLE',
    'NEGATIVE',
    'NEGATIVE',
    'NEGATIVE',
    'NOT_A_NUMBER',
    'NOT_A_NUMBER',
    'NOT_A_NUMBER',
    'NOT_A_NUMBER',
    'NOT_A_NUMBER',
    'NOT_A_NUMBER',
  ]);
  expect(['1.250', '1,250', '1.250,00', ',', '12 DA', '-5'].map((t) => money(t))).toEqual([
    'TOO_FINE',
    'TOO_FINE',
    'NOT_A_NUMBER',
    'NOT_A_NUMBER',
    'NOT_A_NUMBER',
    'NEGATIVE',
  ]);
});

test('[NUM-2] a number outside its range is refused at the edge, however long it is', () => {
  const range = { min: 1, max: 60 };
  expect(['0', '1', '60', '61', '9'.repeat(40)].map((t) => quantity(t, range))).toEqual([
    'TOO_LITTLE',
    1,
    60,
    'TOO_MUCH',
    'TOO_MUCH',
  ]);
});

const KEYS = ['0', '1', '5', '9', '٠', '٣', '٩', '۲', '۸', ',', '.', '٫', '-', '−', ' ', '\u00A0', '\u202F', 'e', '⌫'];
const typed = (keys: string[]): string =>
  keys.reduce((text, key) => (key === '⌫' ? text.slice(0, -1) : text + key), '');

/** A reader goes sign by sign, and knows no rule of the code: which digits stand before and after the one sign for the fraction. */
function readAloud(text: string): { whole: string; fraction: string } | null {
  const digits = '0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';
  let whole = '';
  let fraction: string | null = null;
  for (const sign of text) {
    const at = digits.indexOf(sign);
    if (at >= 0) {
      if (fraction === null) whole += at % 10;
      else fraction += at % 10;
    } else if (',.٫'.includes(sign)) {
      if (fraction !== null) return null;
      fraction = '';
    } else if (sign.trim() !== '') return null;
  }
  return { whole, fraction: fraction ?? '' };
}

test('[NUM-1] [NUM-2] whatever keys are pressed, the value is what a person reads, or there is none', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...KEYS), { maxLength: 14 }), (keys) => {
      const text = typed(keys);
      const read = readAloud(text);
      const whole = enteredOf(text, quantityForm, ANY);
      if (typeof whole === 'number') {
        expect(read).toEqual({ whole: expect.any(String), fraction: '' });
        expect(BigInt(whole)).toBe(BigInt(read?.whole ?? ''));
      }
      const centimes = enteredOf(text, moneyForm, ANY);
      if (typeof centimes === 'number') {
        expect(read).not.toBeNull();
        expect(`${Math.floor(centimes / 100)}.${String(centimes % 100).padStart(2, '0')}`).toBe(
          `${BigInt(read?.whole || '0')}.${read?.fraction.padEnd(2, '0')}`,
        );
      }
      // What is refused is kept as it was typed; nothing at all is null.
      for (const entered of [whole, centimes]) {
        if (typeof entered === 'string') expect(entered).toBe(text);
        if (entered === null) expect(text.trim()).toBe('');
      }
    }),
    { seed: 20_261_129, numRuns: 5_000 },
  );
});

test('[NUM-1] a plain number is always taken, in any digits, grouped or not', () => {
  const scripts = ['0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'];
  const written = fc.record({
    value: fc.integer({ min: 0, max: 999_999_999 }),
    digits: fc.constantFrom(...scripts),
    blank: fc.constantFrom('', ' ', '\u00A0', '\u202F'),
    sign: fc.constantFrom(',', '.', '٫'),
  });
  fc.assert(
    fc.property(written, ({ value, digits, blank, sign }) => {
      const inScript = (text: string) => text.replace(/\d/g, (digit) => digits[Number(digit)] ?? '');
      const grouped = (whole: number) => inScript(String(whole).replace(/\B(?=(\d{3})+$)/g, blank));
      expect(quantity(grouped(value))).toBe(value);
      const cents = inScript(String(value % 100).padStart(2, '0'));
      expect(money(grouped(Math.floor(value / 100)) + sign + cents)).toBe(value);
    }),
    { seed: 20_261_130, numRuns: 1_000 },
  );
});

test('[NUM-1] what a field shows of a number is read as that number again, for a column and to be changed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: ANY.max }), (value) => {
      for (const form of [quantityForm, moneyForm]) {
        for (const write of [form.show, form.edit]) expect(enteredOf(textOf(value, write), form, ANY)).toBe(value);
      }
    }),
    { seed: 20_261_131, numRuns: 1_000 },
  );
});
