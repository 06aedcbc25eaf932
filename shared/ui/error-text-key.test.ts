import { describe, expect, it } from 'vitest';
import { EVENT_ERRORS, REQUEST_ERRORS } from '#shared/contract/errors.ts';
import { errorTextKey, reasonText } from './error-text-key.ts';
import { fr } from './i18n/fr.ts';

describe('words for error codes', () => {
  it('has words for every request error, known or not', () => {
    for (const code of [...Object.keys(REQUEST_ERRORS), 'OFFLINE', 'FROM_THE_FUTURE', 'constructor']) {
      expect(fr.error[errorTextKey(code)], code).toMatchObject({ what: expect.any(String), todo: expect.any(String) });
    }
  });

  it('has its own words for every reason of an entry', () => {
    for (const code of Object.keys(EVENT_ERRORS)) expect(reasonText(code)).toBe(code);
    expect(reasonText('FROM_THE_FUTURE')).toBe('OTHER');
    expect(reasonText('toString')).toBe('OTHER');
  });
});
