import type { Range } from '#shared/ui/number/typed-number.ts';

/** What a field of a form holds while it is filled in. Numbers that are not there yet, or are none, are not guessed at. */
export type Value = string | number | boolean | string[] | null;
export type Values = Record<string, Value>;

export interface Option {
  value: string;
  label: string;
}

interface FieldBase<Name extends string> {
  name: Name;
  label: string;
  hint?: string;
  /** It may be left empty. */
  optional?: boolean;
  /** Shown, and not to be changed. */
  fixed?: boolean;
}

/** One field of a form, as data: creating, changing and comparing two versions are drawn from the same description. */
export type Field<Name extends string = string> = FieldBase<Name> &
  (
    | { kind: 'text' | 'digits' | 'long' | 'password' | 'flag' }
    /** `min`: the first day that it may be. */
    | { kind: 'day'; min?: string }
    /** In centimes; in whole units; in percent. */
    | { kind: 'money' | 'whole'; range: Range }
    | { kind: 'percent' }
    /** A number of an account: digits and letters. */
    | { kind: 'account' }
    | { kind: 'choice' | 'choices'; options: Option[] }
    /** One of the clients, found by typing. */
    | { kind: 'client' }
  );

export type FieldFault = 'missing' | 'notANumber' | 'notADay' | 'tooEarly' | 'notAnAccount';

/** Why a form cannot be sent as it stands, field by field. */
export function faultsOf<Name extends string>(
  fields: readonly Field<Name>[],
  values: Values,
): Partial<Record<Name, FieldFault>> {
  const faults = fields.flatMap((field) => {
    const fault = faultOf(field, values[field.name] ?? null);
    return fault === null ? [] : [[field.name, fault]];
  });
  return Object.fromEntries(faults);
}

function faultOf(field: Field, value: Value): FieldFault | null {
  if (isEmpty(value)) return field.optional || field.kind === 'flag' ? null : 'missing';
  switch (field.kind) {
    case 'money':
    case 'whole':
      return typeof value === 'number' ? null : 'notANumber';
    case 'account':
      return accountFault(String(value).trim());
    case 'percent':
      return percentOf(String(value)) === null ? 'notANumber' : null;
    case 'day':
      return dayFault(String(value), field.min);
    default:
      return null;
  }
}

function dayFault(day: string, min: string | undefined): FieldFault | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return 'notADay';
  return min !== undefined && day < min ? 'tooEarly' : null;
}

const accountFault = (text: string): FieldFault | null => (/^[0-9A-Za-z]{1,10}$/.test(text) ? null : 'notAnAccount');

const isEmpty = (value: Value): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

/** `19`, `9,5`: a rate as it is typed; null where it is none. */
export function percentOf(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace(/\s*%$/, '');
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(plain)) return null;
  const rate = Number(plain);
  return rate <= 100 ? rate : null;
}

/** A text as the API takes it: nothing is null. */
export const textOrNull = (value: Value | undefined): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** The fields in which two versions differ. */
export const differing = <Name extends string>(fields: readonly Field<Name>[], a: Values, b: Values): Field<Name>[] =>
  fields.filter(({ name }) => JSON.stringify(a[name] ?? null) !== JSON.stringify(b[name] ?? null));
