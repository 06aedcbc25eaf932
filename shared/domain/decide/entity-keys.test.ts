import { expect, test } from 'vitest';
import { CLIENT, DELIVERY, NOW, said, someFacts, validation } from '#shared/testing/decision-facts.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { absentEntities, entityKeys, lockBucket } from './entity-keys.ts';

const [ABSENT, OTHER] = [testIds.uuid(), testIds.uuid()];

test('[WAIT-3] a batch names what it brings, makes and may miss; what is no id is nobody’s', () => {
  const validated = validation(1);
  const corrected = said(1, 'CORRECTION_REQUESTED', DELIVERY, { corrects: ABSENT }, { entity_type: 'DELIVERY' });
  const within = said(1, 'CORRECTION_REQUESTED', DELIVERY, { corrects: validated.event.id });
  const candidates = [
    validated,
    corrected,
    within,
    said(3, 'INVOICE_CREATED', testIds.uuid(), { client_id: CLIENT, delivery_id: ABSENT }),
    said(3, 'CLIENT_CREATED', OTHER, { name: 'x' }),
    said(1, 'DELIVERY_FAILED', 'no id', { reason: 'ABSENT', at: NOW }),
  ];
  const { events, entities } = entityKeys(candidates);
  expect(events).toEqual(candidates.map(({ event }) => event.id));
  const absent = [`EVENT:${ABSENT}`, `CLIENT:${OTHER}`, `DELIVERY:${ABSENT}`];
  expect(entities.toSorted()).toEqual([`CLIENT:${CLIENT}`, `DELIVERY:${DELIVERY}`, ...absent].toSorted());
  expect(absentEntities({ events, entities }, someFacts()).toSorted()).toEqual(absent.toSorted());
});

test('[WAIT-3] locks are few, each kind has its own, and all of them are used', () => {
  const ids = Array.from({ length: 5_000 }, () => testIds.uuid());
  const used = (['EVENT', 'CLIENT', 'DELIVERY'] as const).map((kind) => new Set(ids.map((id) => lockBucket(kind, id))));
  expect(used.map(({ size }) => size)).toEqual([128, 64, 64]);
  expect(new Set(used.flatMap((set) => [...set])).size).toBe(256);
  expect(Math.min(...used.flatMap((set) => [...set]))).toBe(0);
  expect(Math.max(...used.flatMap((set) => [...set]))).toBe(255);
  expect(lockBucket('CLIENT', CLIENT)).toBe(lockBucket('CLIENT', CLIENT));
});
