import type { ActionContext } from '../actions/define-action.ts';
import { signalOf } from '../signals/signal.ts';
import { announce, announceClients, announceStock } from './announce.ts';
import { broughtBy } from './entity-keys.ts';
import { type Author, authorAt, type Candidate, type Facts, isQuarantined } from './facts.ts';
import { checkRoleAndPayload } from './payload.ts';
import { emptyPlan, type Plan, type Verdict } from './plan.ts';
import { invalid, rejected } from './verdicts.ts';

/**
 * Decides a batch, in its order. Pure: time, ids and all that is known come in as data, and what is to be done comes
 * out as data. `facts` is used up: later events of the batch see what earlier ones did. `waitingFor` holds events that
 * wait for an entity, by `CLIENT:<id>`; each is decided right after the event that brings its entity.
 */
export function decide(
  candidates: Candidate[],
  waitingFor: Map<string, Candidate[]>,
  facts: Facts,
  newId: () => string,
): Plan {
  const plan = emptyPlan();
  const context = { facts, plan, newId, now: facts.now };
  const open = [...candidates].reverse();
  for (let candidate = open.pop(); candidate; candidate = open.pop()) {
    const author = facts.authors.get(candidate.event.device_id);
    const then = author && authorAt(author, candidate);
    const verdict: Verdict = then ? decideOne(candidate, then, context) : invalid('the device is not registered');
    plan.verdicts.push({ candidate, verdict });
    if (then) alertTried(candidate, verdict, then, context);
    if (author) announce(candidate, verdict, author, context);
    open.push(...released(candidate, verdict, waitingFor));
  }
  announceClients(context);
  announceStock(context);
  return plan;
}

function decideOne(candidate: Candidate, author: Author, context: ActionContext): Verdict {
  const { event } = candidate;
  if (event.user_id !== author.user_id) return invalid("the event names another user than its device's");
  if (isQuarantined(author, candidate)) {
    return { status: 'QUARANTINED', code: 'DEVICE_REVOKED', resolution: { action: 'CONTACT_ADMIN' } };
  }
  const admission = checkRoleAndPayload(event, author.role, context.facts.upcasts);
  switch (admission.kind) {
    case 'forbidden_action':
    case 'forbidden_role':
      return rejected('FORBIDDEN_ACTION');
    case 'newer_version':
      return { status: 'WAITING', waits_for: 'VERSION' };
    case 'invalid':
      return invalid(admission.detail);
    case 'admitted':
      return admission.action.decide({ candidate, event, payload: event.payload, author }, context);
  }
}

/** What no honest phone sends is answered like anything else, and told to HQ. */
function alertTried(c: Candidate, verdict: Verdict, author: Author, { plan, newId }: ActionContext): void {
  if (verdict.status !== 'REJECTED') return;
  const { entity_type, entity_id, action, payload } = c.event;
  if (verdict.code === 'FORBIDDEN_ACTION') {
    const details = { entity_type, entity_id, action, role: author.role };
    plan.alerts.push({ id: newId(), ...signalOf('FORBIDDEN_ACTION', c, author, details) });
  } else if (verdict.code === 'QR_MISMATCH') {
    // Of the code itself nothing is shown: it may be the genuine one of another delivery.
    const [, named = null] = /^MCG1\.([0-9a-f-]{36})\./.exec(String(payload.qr_scanned)) ?? [];
    const details = { delivery_id: entity_id, code_names_delivery_id: named };
    plan.alerts.push({ id: newId(), ...signalOf('WRONG_CODE', c, author, details) });
  }
}

/**
 * Waiting events whose entity this event brings, last first since the caller takes from the end. A correction waits for
 * its event to be here, whatever became of it.
 */
function released(c: Candidate, verdict: Verdict, waitingFor: Map<string, Candidate[]>): Candidate[] {
  if (verdict.status === 'INVALID') return [];
  // What is not applied made nothing; the event itself is here in any case.
  const keys = broughtBy(c).filter((key) => verdict.status === 'APPLIED' || key.startsWith('EVENT:'));
  return keys
    .flatMap((key) => {
      const waiting = waitingFor.get(key) ?? [];
      waitingFor.delete(key);
      return waiting;
    })
    .reverse();
}
