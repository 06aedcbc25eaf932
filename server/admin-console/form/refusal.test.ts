import { expect, it } from 'vitest';
import { CallFailed } from '#shared/ui/json-call.ts';
import type { Field } from './fields.ts';
import { fieldOfRefusal, refusalIn } from './refusal.ts';

const field = (name: string): Field => ({ name, label: name, kind: 'text' });

it('[CONSOLE-28] a cause that HQ gives is told from its code, and one that is not known here is none', () => {
  expect(refusalIn(new CallFailed({ code: 'CONFLICT', fault: 'NO_COMPANY' }))).toBe('NO_COMPANY');
  expect(refusalIn(new CallFailed({ code: 'CONFLICT' }))).toBeNull();
  expect(refusalIn(new CallFailed({ code: 'CONFLICT', fault: 'toString' }))).toBeNull();
  expect(refusalIn(new Error('x'))).toBeNull();
});

it('[CONSOLE-28] it stands beside the field that it is about, where the form has it', () => {
  expect(fieldOfRefusal('NAME_TAKEN', [field('name'), field('code')])).toBe('code');
  expect(fieldOfRefusal('NAME_TAKEN', [{ ...field('code'), fixed: true }])).toBeNull();
  expect(fieldOfRefusal('NO_COMPANY', [field('since')])).toBeNull();
  expect(fieldOfRefusal(null, [field('since')])).toBeNull();
});
