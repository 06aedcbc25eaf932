import type { HqList } from '#shared/contract/hq/lists.ts';
import { clients } from './clients.ts';
import { conflicts, corrections, events, quarantine } from './entries.ts';
import { lots, products, stock, transfers } from './goods.ts';
import type { Listing } from './listing.ts';
import { creditNotes, deliveries, invoices, payments } from './papers.ts';
import { depots, devices, hubs, users } from './people.ts';
import { serviceAccounts, webhooks } from './programs.ts';
import { tours } from './tours.ts';
import { acts, alerts, auditSteps, refused } from './trail.ts';

/** Every list of the HQ API, by the last part of its address. */
export const LISTINGS: Record<HqList, Listing> = {
  depots,
  users,
  hubs,
  devices,
  products,
  clients,
  deliveries,
  invoices,
  'credit-notes': creditNotes,
  payments,
  tours,
  stock,
  lots,
  'stock/transfers': transfers,
  events,
  conflicts,
  corrections,
  alerts,
  quarantine,
  refused,
  acts,
  'audit-entries': auditSteps,
  'service-accounts': serviceAccounts,
  webhooks,
};
