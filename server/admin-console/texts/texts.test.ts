import { expect, it } from 'vitest';
import { unfitTexts } from '#shared/ui/i18n/text-rules.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

it('speaks the users’ words in each language', () => {
  expect([fr, ar, en].flatMap((texts) => unfitTexts(texts))).toEqual([]);
});
