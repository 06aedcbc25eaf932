import type { Facts } from '#shared/domain/decide/facts.ts';
import type { Plan } from '#shared/domain/decide/plan.ts';
import type { Transaction } from '../database.ts';
import { insertActsAtDepots } from '../entities/act-at-depot.ts';
import { insertAuditSteps } from '../entities/audit-step.ts';
import { writeClients } from '../entities/client.ts';
import { writeDeliveries } from '../entities/delivery.ts';
import { writeInvoices } from '../entities/invoice.ts';
import { writeLedger } from '../entities/ledger.ts';
import { insertPayments } from '../entities/payment.ts';
import { writeStock } from '../entities/stock.ts';
import { pipelined } from '../pipelined.ts';
import { writeAlerts } from './write-alerts.ts';

/** Writes what was decided, but for what is said of it: a statement a table that the plan touches, whatever the number of events. */
export async function applyPlan(tx: Transaction, plan: Plan, facts: Facts): Promise<void> {
  await pipelined(
    // Behind the clients: one that is made by the same batch may owe something already.
    writeClients(tx, plan),
    writeLedger(tx, plan.ledger, facts.now),
    writeDeliveries(tx, plan),
    writeInvoices(tx, plan, facts),
    insertPayments(tx, plan.payments),
    writeStock(tx, plan, facts),
    insertAuditSteps(tx, plan.auditSteps),
    insertActsAtDepots(tx, plan.actsAtDepots),
    writeAlerts(tx, plan.alerts, facts.now),
  );
}
