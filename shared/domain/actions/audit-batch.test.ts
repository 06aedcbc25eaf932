import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { auditEntry } from '#shared/testing/audit-entry.ts';
import { NOW, said, someFacts } from '#shared/testing/decision-facts.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { canonicalJson } from '../canonical-json.ts';
import { decide } from '../decide/decide.ts';

const batch = (payload: object, userId = 1) =>
  said(userId, 'AUDIT_BATCH', testIds.uuid(), payload, { entity_type: 'AUDIT' });
const run = (...batches: ReturnType<typeof batch>[]) => decide(batches, new Map(), someFacts(), () => testIds.uuid());
const endsOf = (plan: ReturnType<typeof run>) => plan.verdicts.map(({ verdict }) => verdict.status);

test('[AUDIT-4] the steps of a batch are listed in their order, as those of whoever signed it', () => {
  const location = { lat: 36.75, lng: 3.05 };
  const opened = auditEntry({ user_id: 9 });
  const failed = auditEntry({ action: 'DELIVERY_FAILED', context: { ...opened.context, location } });
  const candidate = batch({ entries: [opened, failed] });
  const plan = run(candidate);
  const { id, device_id, user_id } = candidate.event;
  expect(endsOf(plan)).toEqual(['APPLIED']);
  expect(plan.auditSteps).toEqual([
    { ...opened, event_id: id, device_id, user_id },
    { ...failed, event_id: id, device_id, user_id },
  ]);
  expect(plan.changes.map(({ action }) => action)).toEqual(['EVENT_APPLIED']);
});

test('[AUDIT-4] what is no step stays in its event: no trail is refused for its form', () => {
  const good = auditEntry();
  const bent = [
    ...[null, 'a step', {}, { ...good, id: 'x' }, { ...good, occurred_at: NOW.slice(0, 10) }],
    { ...good, action: 'a'.repeat(LIMITS.identifierChars + 1) },
  ];
  const plan = run(batch({ entries: [...bent, good] }), batch({ entries: 'none' }), batch({}));
  expect(endsOf(plan)).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
  expect(plan.auditSteps.map(({ id }) => id)).toEqual([good.id]);
});

test('[AUDIT-4] a batch has at most 32 KiB', () => {
  const sized = (bytes: number) => {
    const empty = { entries: [auditEntry()], filling: '' };
    return { ...empty, filling: 'é'.repeat(8) + 'x'.repeat(bytes - 16 - canonicalJson(empty).length) };
  };
  const plan = run(batch(sized(LIMITS.auditBatchBytes)), batch(sized(LIMITS.auditBatchBytes + 1)));
  expect(endsOf(plan)).toEqual(['APPLIED', 'INVALID']);
  expect(plan.auditSteps).toHaveLength(1);
});
