import { describe, expect, it, test } from 'vitest';
import { ALERT_KINDS, type AlertKind } from '#shared/domain/decide/plan.ts';
import type { AfterRevocation } from '#shared/domain/signals/after-revocation.ts';
import type { CashAboveNote } from '#shared/domain/signals/cash-above-note.ts';
import type { ManyFailures } from '#shared/domain/signals/many-failures.ts';
import type { FarFromClient, TooFast } from '#shared/domain/signals/places.ts';
import type { TimeBackwards } from '#shared/domain/signals/time-backwards.ts';
import { LANGUAGES } from '#shared/ui/i18n/languages.ts';
import { ar } from '../texts/ar.ts';
import { en } from '../texts/en.ts';
import { fr } from '../texts/fr.ts';
import { i18n } from '../texts/i18n.ts';
import { evidenceOf } from './evidence.ts';
import { detailName, detailTexts, sentenceOf, type Telling } from './evidence-text.ts';

const ID = '019a0000-0000-7000-8000-000000000001';
const AT = '2026-11-22T09:42:00.000Z';
const PLACE = { lat: 36.7538, lng: 3.0588, accuracy_m: 20 };
const TOTALS = { total_ht: 100_000, total_tva: 19_000, stamp_duty: 1_190, total_ttc: 120_190 };
const MARK = { event_id: ID, at: AT };

/** Of each kind the details as they are written; those of pure rules are checked against their types. */
const DETAILS: Record<AlertKind, object> = {
  FORBIDDEN_ACTION: { entity_type: 'STOCK', entity_id: '1', action: 'STOCK_ADJUSTED', role: 'driver' },
  TOTALS_DIFFER: {
    claimed: { ...TOTALS, total_ttc: 110_000 },
    computed: TOTALS,
    rate: { product_id: 3, claimed: 0, booked: 19 },
  },
  STOCK_SHORTFALL: { product_id: 3, shortfall: 12 },
  PRICE_DIFFERS: { product_id: 3, signed: 90_000, nearest: 125_000, limit_percent: 5, lines: 1 },
  INACTIVE_PRODUCT: { product_id: 3, lines: 1 },
  PAYMENT_NOTE_DIFFERS: { client_id: ID, other_client_id: ID, amount: 50_000, invoice_id: ID },
  AFTER_SETTLEMENT: { action: 'PAYMENT_COLLECTED', day: '2026-11-22' },
  INVOICE_CASH_DIFFERS: { delivery_id: ID, invoiced: 238_000, collected: 200_000 },
  INVOICE_NOTE_DIFFERS: { product_id: 3, delivered: 8, invoiced: 10, lines: 1, delivery_id: ID },
  EXPIRED_LOT_TAKEN: { product_id: 3, lot_number: 'L-41', expires_at: '2026-11-20', taken: 4, remaining: 0 },
  HELD_LOT_PASSED_OVER: { product_id: 1, lot_number: 'L1', shortfall: 2, remaining: 5 },
  EXPIRED_LOT_IN_STOCK: { product_id: 3, lot_number: 'L-41', expires_at: '2026-11-20', taken: 0, remaining: 12 },
  WEBHOOK_PAUSED: { webhook: 'Sage', since: AT },
  SUMS_DIFFER: { differences: 3 },
  JOURNAL_FORK: { seq: 41 },
  CLOCK_DRIFT: { clock_drift_ms: 38 * 60_000 },
  WAITING_LONG: { waits_for: `CLIENT:${ID}`, since: AT },
  DECIDED_LATE: { events: 12, since: AT, first: { event_id: ID } },
  CORRECTION_REQUESTED: { corrects: ID, reason: 'quantité fausse' },
  OTHER_DRIVER: { planned_for: 1, validated_by: 2 },
  REVOKE_ASKED: { asked_by: 2, owner: 'Karim', reason: 'téléphone perdu' },
  RESET_CODE: { user_id: 1, made_by: 2 },
  DEVICE_CODE: { user_id: 1, made_by: 2 },
  FAR_FROM_CLIENT: {
    ...{ client_id: ID, distance_m: 1_820, accuracy_m: 40, limit_m: 500, place: PLACE, client_place: PLACE },
  } satisfies FarFromClient,
  TOO_FAST: {
    ...{ from_event_id: ID, to_event_id: ID, from_at: AT, to_at: AT },
    ...{ distance_m: 48_200, minutes: 12.5, speed_kmh: 231, limit_kmh: 150, same_device: false },
  } satisfies TooFast,
  TIME_BACKWARDS: {
    ...{ from_event_id: ID, to_event_id: ID, from_seq: 41, to_seq: 42, from_at: AT, to_at: AT },
    ...{ minutes: 95, limit_minutes: 5 },
  } satisfies TimeBackwards,
  MANY_FAILURES: {
    ...{ driver_user_id: 1, planned_for: '2026-11-22', planned: 12, failed: 7, failed_delivery_ids: [ID] },
    ...{ percent: 58, limit_failures: 5, limit_percent: 40 },
  } satisfies ManyFailures,
  WRONG_CODE: { delivery_id: ID, code_names_delivery_id: null },
  AFTER_REVOCATION: {
    ...{ revoked_at: AT, events: 3, first: MARK, last: MARK, limit_minutes: 5 },
  } satisfies AfterRevocation,
  CASH_ABOVE_NOTE: {
    ...{ cash_collected: 9_000_000, total_ttc: 14_080, limit_percent: 50, limit_amount: 1_000_000 },
  } satisfies CashAboveNote,
  OVER_CREDIT_LIMIT: { client_id: ID, total_ttc: 1_200_000, owed: 4_700_000, credit_limit: 4_000_000 },
  CHEQUE_BOUNCED: {
    ...{ client_id: ID, bank: 'BNA', number: '0041', amount: 500_000 },
    ...{ owed: 900_000, reason: 'sans provision' },
  },
  HUB_TIME: {
    ...{ hub: 'Alger 1', why: 'DRIFT', minutes: 1_440, events: 3, claimed_received_at: AT, received_at: AT },
    ...{ claimed_drift_ms: 86_400_000, clock_drift_ms: -200 },
  },
  HUB_DISK: { hub: 'Alger 1', free_mb: 120, floor_mb: 500 },
  HUB_RECOVERED: { hub: 'Alger 1', at: AT },
  HUB_TWICE: { hub: 'Alger 1' },
};
const detailsOf = (kind: AlertKind) => DETAILS[kind] as Record<string, unknown>;

const NAMES: Record<number, string> = { 1: 'Karim', 2: 'Samir', 3: 'Camembert' };
const telling = (language: Telling['language']): Telling => ({
  t: i18n.getFixedT(language, ['hq', 'ui']),
  language,
  userName: (id) => NAMES[id] ?? null,
  productName: (id) => NAMES[id] ?? null,
});
const plain = (text: string | null) =>
  text?.replaceAll(/[\u2060\u2066-\u2069]/g, '').replaceAll(/[\u00A0\u202F]/g, ' ');
const told = (kind: AlertKind, language: Telling['language']) =>
  plain(sentenceOf(evidenceOf(kind, detailsOf(kind)), telling(language)));

describe.each(ALERT_KINDS)('%s', (kind) => {
  test.each(LANGUAGES)('[FRAUD-20] tells its evidence in words: %s', (language) => {
    const evidence = evidenceOf(kind, detailsOf(kind));
    const sentence = sentenceOf(evidence, telling(language));
    expect(sentence).toMatch(/\S/);
    expect(sentence).not.toMatch(/\{\{|undefined|NaN/);
    for (const detail of evidence.sentence?.details ?? []) {
      expect(sentence).toContain(detailTexts(detail, telling(language)));
    }
  });

  test.each(Object.entries({ fr, ar, en }))(
    '[FRAUD-20] names in %s what it speaks with, and nothing else',
    (_l, texts) => {
      const named = [...texts.attention.evidence[kind].matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
      const spoken = evidenceOf(kind, detailsOf(kind)).sentence?.details.map(({ path }) => path.replaceAll('.', '_'));
      expect([...new Set(named)].sort()).toEqual(spoken?.sort());
    },
  );

  test('[FRAUD-20] has words for each of its details, and a form for all but what is free text', () => {
    const { rest } = evidenceOf(kind, detailsOf(kind));
    for (const detail of evidenceOf(kind, { ...detailsOf(kind), ...{ [missing(kind)]: null } }).rest.concat(rest)) {
      for (const part of detail.path.split('.')) expect(fr.attention.detail).toHaveProperty(part);
    }
    const untold = rest.filter(({ form }) => form === 'text').map(({ path }) => path);
    for (const path of untold) {
      expect(['entity_type', 'entity_id', 'waits_for', 'code_names_delivery_id']).toContain(path);
    }
  });
});

/** A member without which the kind's sentence cannot be told; its own first one. */
const missing = (kind: AlertKind) => Object.keys(DETAILS[kind])[0] as string;

it('[FRAUD-20] says numbers with their units and the threshold', () => {
  expect(told('FAR_FROM_CLIENT', 'fr')).toBe(
    'Saisie à 1 820 m du client. Seuil : 500 m, plus 40 m d’imprécision des deux positions.',
  );
  expect(told('TOO_FAST', 'en')).toBe(
    'At least 48.2 km between two stops that are 12.5 mins apart, which makes 231 km/h. Threshold: 150 km/h.',
  );
  expect(told('TIME_BACKWARDS', 'fr')).toContain('95 min plus tôt. Seuil : 5 min.');
  expect(told('MANY_FAILURES', 'fr')).toContain('7 livraisons impossibles sur 12 prévues, soit 58 %');
  expect(told('TOTALS_DIFFER', 'fr')).toContain('1 100,00 DA. Recalculé au siège : 1 201,90 DA');
  expect(told('OTHER_DRIVER', 'fr')).toBe('Prévue pour Karim, validée par Samir.');
  expect(told('HUB_TIME', 'fr')).toContain('jusqu’à 1 440 min d’écart');
  expect(told('CLOCK_DRIFT', 'fr')).toBe('Horloge du téléphone en avance de 38 min. Seuil : 5 min.');
});

it('[FRAUD-20] shows what it knows in one order, whatever order it comes in, and the rest after it', () => {
  const details = Object.fromEntries(Object.entries({ new: 1, ...detailsOf('TOO_FAST') }).reverse());
  const order = ['from_event_id', 'from_at', 'to_event_id', 'to_at', 'same_device', 'new'];
  expect(evidenceOf('TOO_FAST', details).rest.map(({ path }) => path)).toEqual(order);
});

it('[FRAUD-20] drops nothing that it has no words for', () => {
  const { t } = telling('fr');
  const { sentence, rest } = evidenceOf('FAR_FROM_CLIENT', {
    ...detailsOf('FAR_FROM_CLIENT'),
    odd: { deep: [1, 2] },
    nothing: {},
    constructor: 'x',
  });
  expect(sentence).not.toBeNull();
  const shown = rest.map((detail) => [detailName(detail, t), detailTexts(detail, telling('fr'))]);
  expect(shown).toContainEqual(['odd · deep', '[1,2]']);
  expect(shown).toContainEqual(['nothing', '{}']);
  expect(shown).toContainEqual(['constructor', 'x']);
  expect(evidenceOf('FROM_THE_FUTURE', { height_m: 3 })).toEqual({
    sentence: null,
    rest: [{ path: 'height_m', form: 'text', value: 3 }],
  });
});

it('[FRAUD-20] shows its members where its sentence would say something wrong', () => {
  const { distance_m: _none, ...without } = detailsOf('FAR_FROM_CLIENT');
  for (const details of [without, { ...without, distance_m: 'far' }, { ...without, distance_m: null }]) {
    const { sentence, rest } = evidenceOf('FAR_FROM_CLIENT', details);
    expect(sentence).toBeNull();
    expect(rest).toHaveLength(Object.keys(details).length);
  }
});
