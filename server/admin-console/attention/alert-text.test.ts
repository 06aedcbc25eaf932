import { expect, it } from 'vitest';
import { ALERT_KINDS } from '#shared/domain/decide/plan.ts';
import { ar } from '../texts/ar.ts';
import { en } from '../texts/en.ts';
import { fr } from '../texts/fr.ts';
import { actionText, alertText, isOpenConflict, isOpenCorrection, outcomeText } from './alert-text.ts';

it('has words for what it knows, and others for what it does not', () => {
  expect(actionText('DELIVERY_VALIDATED')).toBe('DELIVERY_VALIDATED');
  expect(actionText('constructor')).toBe('OTHER');
  expect(alertText('STOCK_SHORTFALL')).toBe('STOCK_SHORTFALL');
  expect(alertText('FROM_THE_FUTURE')).toBe('OTHER');
});

it('[HQ-24] has words of their own for every kind of alert, in every language', () => {
  for (const texts of [fr, ar, en]) {
    const words = ALERT_KINDS.map((kind) => texts.attention.alert[alertText(kind)]);
    expect(words).not.toContain(texts.attention.alert.OTHER);
    expect(new Set(words).size).toBe(ALERT_KINDS.length);
  }
});

it('[CONSOLE-17] only what nobody has answered can still be settled', () => {
  const event = { status: 'REJECTED', error_code: 'ALREADY_VALIDATED', action: 'DELIVERY_VALIDATED' } as const;
  const answer = { outcome: 'CLOSED', reason: 'x', at: 'T', by_name: 'A' };
  expect([isOpenConflict(event), isOpenConflict({ ...event, answer }), isOpenCorrection(event)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(isOpenConflict({ ...event, error_code: 'QR_MISMATCH' })).toBe(false);
  expect(isOpenCorrection({ status: 'APPLIED', error_code: null, action: 'CORRECTION_REQUESTED', answer: null })).toBe(
    true,
  );
  expect([outcomeText('BOOKED'), outcomeText('POSTPONED')]).toEqual(['BOOKED', 'OTHER']);
});
