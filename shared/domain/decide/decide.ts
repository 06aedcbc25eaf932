import { signalOf } from '../signals/signal.ts';
import { announce, announceStock } from './announce.ts';
import { decideClientCreated, decideClientUpdated } from './client.ts';
import { decideFailed, decideValidated } from './delivery.ts';
import { entityKey, makesClient } from './entity-keys.ts';
import { type Author, authorAt, type Candidate, type Facts, isHeld } from './facts.ts';
import { decideInvoice } from './invoice.ts';
import { checkRoleAndPayload } from './payload.ts';
import { emptyPlan, type Plan, type Verdict } from './plan.ts';
import { applied, invalid, rejected, waiting } from './verdicts.ts';

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
  const open = [...candidates].reverse();
  for (let candidate = open.pop(); candidate; candidate = open.pop()) {
    const author = facts.authors.get(candidate.event.device_id);
    const then = author && authorAt(author, candidate);
    const verdict: Verdict = then
      ? decideOne(candidate, then, facts, plan, newId)
      : invalid('the device is not registered');
    plan.verdicts.push({ candidate, verdict });
    if (then) alertTried(candidate, verdict, then, plan, newId);
    if (author) announce(candidate, verdict, author, facts, plan, newId);
    open.push(...released(candidate, verdict, waitingFor));
  }
  announceStock(facts, plan, newId);
  return plan;
}

function decideOne(c: Candidate, author: Author, facts: Facts, plan: Plan, newId: () => string): Verdict {
  if (c.event.user_id !== author.user_id) return invalid("the event names another user than its device's");
  if (isHeld(author, c)) {
    return { status: 'QUARANTINED', code: 'DEVICE_REVOKED', resolution: { action: 'CONTACT_ADMIN' } };
  }
  const admission = checkRoleAndPayload(c.event, author.role, facts.upcasts);
  switch (admission.kind) {
    case 'forbidden_action':
    case 'forbidden_role':
      return rejected('FORBIDDEN_ACTION');
    case 'newer_version':
      return { status: 'WAITING', waits_for: 'VERSION' };
    case 'invalid':
      return invalid(admission.detail);
    case 'admitted':
      return decideAdmitted(c, author, facts, plan, newId);
  }
}

function decideAdmitted(c: Candidate, author: Author, facts: Facts, plan: Plan, newId: () => string): Verdict {
  if (c.event.entity_type === 'AUDIT') return applied;
  switch (c.event.action) {
    case 'DELIVERY_VALIDATED':
      return decideValidated(c, author, facts, plan, newId);
    case 'DELIVERY_FAILED':
      return decideFailed(c, author, facts, plan);
    case 'INVOICE_CREATED':
      return decideInvoice(c, author, facts, plan, newId);
    case 'CLIENT_CREATED':
      return decideClientCreated(c, author, facts, plan);
    case 'CLIENT_UPDATED':
      return decideClientUpdated(c, author, facts, plan);
    case 'CORRECTION_REQUESTED':
      return decideCorrection(c, author, facts, plan, newId);
    default:
      throw new Error(`admitted without a rule: ${c.event.entity_type}/${c.event.action}`);
  }
}

/** Goes to HQ's inbox and changes nothing by itself; only the author of an event may ask to have it corrected. */
function decideCorrection(c: Candidate, author: Author, facts: Facts, plan: Plan, newId: () => string): Verdict {
  const corrects = String(c.event.payload.corrects);
  const correctedAuthor = facts.correctedAuthors.get(corrects);
  if (correctedAuthor === undefined) return waiting('EVENT', corrects);
  if (correctedAuthor !== author.user_id) return rejected('FORBIDDEN_ACTION');
  plan.alerts.push({
    id: newId(),
    kind: 'CORRECTION_REQUESTED',
    depot_id: author.depot_id,
    device_id: c.event.device_id,
    event_id: c.event.id,
    details: { corrects, reason: c.event.payload.reason },
  });
  return applied;
}

/** What no honest phone sends is answered like anything else, and told to HQ. */
function alertTried(c: Candidate, verdict: Verdict, author: Author, plan: Plan, newId: () => string): void {
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
  const isMade = makesClient(c.event) && verdict.status === 'APPLIED';
  const keys = [entityKey('EVENT', c.event.id), ...(isMade ? [entityKey('CLIENT', c.event.entity_id)] : [])];
  return keys
    .flatMap((key) => {
      const waiting = waitingFor.get(key) ?? [];
      waitingFor.delete(key);
      return waiting;
    })
    .reverse();
}
