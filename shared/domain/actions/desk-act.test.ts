import { expect, test } from 'vitest';
import type { DeskAct } from '#shared/contract/desk.ts';
import { DEPOT, said, someFacts } from '#shared/testing/decision-facts.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { decide } from '../decide/decide.ts';

const CLERK = 4;
const DRIVER = 1;
const PHONE = testIds.uuid();
const ASKED: DeskAct = {
  what: 'DESK_REVOKE_ASKED',
  about: { type: 'DEVICE', id: PHONE, name: 'Karim' },
  reason: ' perdu  hier ',
};
const act = (payload: object, userId = CLERK) => said(userId, 'DESK_ACT', testIds.uuid(), payload);
const run = (...candidates: ReturnType<typeof act>[]) =>
  decide(candidates, new Map(), someFacts(), () => testIds.uuid());

test('[CLERK-4] a clerk’s act at the depot’s PC is a row of HQ’s acts: who, from which device, what, about what, why', () => {
  const candidate = act({ what: 'DESK_INBOX_DONE', about: { type: 'EVENT', id: 'e1', name: 'BL-ALG-2026-000001' } });
  const plan = run(candidate);
  expect(plan.actsAtDepots).toEqual([
    {
      at: candidate.event.occurred_at,
      user_id: CLERK,
      user_name: 'Lila',
      device_id: candidate.event.device_id,
      what: 'DESK_INBOX_DONE',
      entity_type: 'EVENT',
      entity_id: 'e1',
      entity_name: 'BL-ALG-2026-000001',
      reason: null,
    },
  ]);
  expect(plan.alerts).toEqual([]);
});

test('[CLERK-6] a phone that a clerk asks to revoke stands in HQ’s inbox, with who asked and why; nothing is revoked by it', () => {
  const plan = run(act(ASKED));
  const details = { asked_by: CLERK, owner: 'Karim', reason: 'perdu hier' };
  expect(plan.alerts).toMatchObject([{ kind: 'REVOKE_ASKED', depot_id: DEPOT, device_id: PHONE, details }]);
  expect(plan.actsAtDepots).toMatchObject([{ what: 'DESK_REVOKE_ASKED', reason: 'perdu hier' }]);
  expect(plan.changes.map(({ action }) => action)).toEqual(['EVENT_APPLIED']);
});

test('[CLERK-4] what is no act, is not known here, or is not a clerk’s stays in its event and counts for nothing', () => {
  const plan = run(act({}), act({ ...ASKED, about: 'x' }), act({ ...ASKED, what: 'DESK_LATER' }), act(ASKED, DRIVER));
  expect(plan.verdicts.map(({ verdict }) => verdict.status)).toEqual(Array(4).fill('APPLIED'));
  expect([plan.actsAtDepots, plan.alerts]).toEqual([[], []]);
});
