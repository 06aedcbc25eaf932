import { describe, expect, it } from 'vitest';
import { ar } from './ar.ts';
import { createI18n } from './create-i18n.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { LANGUAGES } from './languages.ts';
import { unfitTexts } from './text-rules.ts';
import { PLURAL_FORMS, withAllPluralForms, withFrenchSpaces } from './translation.ts';

describe('texts', () => {
  it('fills in the plural forms that an author did not tell apart', () => {
    const complete = withAllPluralForms({ phones: { count_one: 'هاتف', count_other: '{{count}} هاتف' } }, 'ar');
    expect(complete).toEqual({
      phones: {
        count_zero: '{{count}} هاتف',
        count_one: 'هاتف',
        count_two: '{{count}} هاتف',
        count_few: '{{count}} هاتف',
        count_many: '{{count}} هاتف',
        count_other: '{{count}} هاتف',
      },
    });
  });

  it('knows the plural forms of each language', () => {
    for (const language of LANGUAGES) {
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      expect([...PLURAL_FORMS[language]].sort(), language).toEqual([...pluralCategories].sort());
    }
  });

  it('counts in Arabic without falling back to French', async () => {
    const i18n = createI18n({
      test: {
        fr: { phones_one: '{{count}} téléphone', phones_other: '{{count}} téléphones' },
        ar: { phones_few: '{{count}} هواتف', phones_other: '{{count}} هاتفًا' },
        en: { phones_one: '{{count}} phone', phones_other: '{{count}} phones' },
      },
    });
    await i18n.changeLanguage('ar');
    const count = i18n.getFixedT('ar', 'test' as never) as (key: string, values: { count: number }) => string;
    expect(count('phones', { count: 3 })).toBe('3 هواتف');
    expect(count('phones', { count: 2_140 })).toBe('2\u202F140 هاتفًا');
  });

  it('lets no French sign begin a line', () => {
    expect(
      withFrenchSpaces({ a: 'Code oublié ?', b: { c: 'Motif : « {{why}} » ; fin !', d: 'https://a.b:8443' } }),
    ).toEqual({
      a: 'Code oublié\u202F?',
      b: { c: 'Motif\u00A0: «\u00A0{{why}}\u00A0»\u202F; fin\u202F!', d: 'https://a.b:8443' },
    });
  });

  it('leaves no text empty, and keeps our own words off the screens', () => {
    expect([fr, ar, en].flatMap((texts) => unfitTexts(texts))).toEqual([]);
    expect(unfitTexts({ a: { b: '3 events in the queue', c: ' ' }, d: 'to send' })).toEqual(['a.b', 'a.c']);
  });
});
