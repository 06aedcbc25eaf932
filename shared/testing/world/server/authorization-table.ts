import { createHash } from 'node:crypto';
import { testIds } from '../../test-device.ts';
import { OF_HQ, type RoleOfHq } from './authorization-roles.ts';
import type { Program } from './authorization-services.ts';
import { WINDOW_CALLS } from './authorization-window.ts';

/**
 * Who may call what. Every route of every app that a node opens stands here, or the test fails: whoever adds a route
 * adds its row, and says in one line who may. To extend it:
 * - pick the group that fits (`PUBLIC`, `SYNC_READ`, `HQ_READ`, `HQ_WRITE` …) or write the verdicts out;
 * - `in` means that the caller got past the door, whatever is then said of what it sent; a number is that very status;
 * - `[own, other]` gives two verdicts: for what is of the caller's depot (ALG), and for what is of another's (ORN);
 * - programs with keys (`service`, and `depotService` of ALG) are let in as authorization-services.ts says;
 * - HQ's other roles (`dispatcher`, `accountant`) are let in as authorization-roles.ts says;
 * - a row's `ask` makes the request; without one an id in the path is that of a thing of the depot, and a body is empty.
 */
export const WHO = [
  'nobody',
  'expired',
  'revoked',
  'driver',
  'seller',
  'warehouse',
  'clerk',
  'admin',
  'hub',
  'window',
  'service',
  'depotService',
  ...OF_HQ,
] as const;
export type Who = (typeof WHO)[number];
export type Place = 'own' | 'other';
export type Verdict = 'in' | number;
type ByPlace = Verdict | [own: Verdict, other: Verdict];
export type Verdicts = Record<Exclude<Who, 'window' | Program | RoleOfHq>, ByPlace> & { window?: Verdict };

/** What there is in the two depots, to ask for. */
export interface Facts {
  depotId: Record<Place, number>;
  /** Of each list of HQ, one item a depot. */
  ids: Record<string, Record<Place, string>>;
  /** The device of each caller; a hub's own id. */
  deviceOf: Record<Who, string>;
  /** A photo named by an event of each depot's driver. */
  blob: Record<Place, string>;
}

export interface Ask {
  url?: string;
  body?: unknown;
  raw?: Buffer;
}

export interface Row {
  who: Verdicts;
  ask?(facts: Facts, place: Place, who: Who): Ask;
}

const everyone = (verdict: ByPlace): Verdicts => ({
  nobody: verdict,
  expired: verdict,
  revoked: verdict,
  driver: verdict,
  seller: verdict,
  warehouse: verdict,
  clerk: verdict,
  admin: verdict,
  hub: verdict,
});

const PUBLIC = everyone('in');
const STRANGERS = { nobody: 401, expired: 401, revoked: 403 } as const;
const HQ_WRITE: Verdicts = { ...everyone(403), ...STRANGERS, admin: 'in' };
const HQ_ADMIN_READ = HQ_WRITE;
/** One item, another depot's being as good as none. */
const HQ_READ_ONE: Verdicts = { ...HQ_WRITE, clerk: ['in', 404] };
/** A list, narrowed to a depot. */
const HQ_READ_LIST: Verdicts = { ...HQ_WRITE, clerk: ['in', 403] };
/** What is everybody's, wherever. */
export const HQ_READ_COMMON: Verdicts = { ...HQ_WRITE, clerk: 'in' };
/** A device asks for itself; a hub for all its depot at once, whatever device it names. */
const SYNC_READ: Verdicts = { ...everyone(['in', 403]), ...STRANGERS, hub: 'in' };
/** A pull brings a device's checkpoint, so a hub names one, and only one that is its depot's. */
const SYNC_PULL: Verdicts = { ...SYNC_READ, hub: ['in', 403] };
/** Handing in is never refused for want of a fresh token; a revoked device is told so, and its events are rescued. */
const PUSH: Verdicts = { ...everyone(['in', 403]), nobody: 401, revoked: 403 };
/** A hub serves phones: another hub, itself included, is nobody there. */
const atHub = (verdicts: Verdicts): Verdicts => ({ ...verdicts, hub: 401 });
const ITS_OWN_WINDOW: Verdicts = { ...everyone(401), window: 'in' };

const HQ_LISTS = [
  'users',
  'hubs',
  'devices',
  'clients',
  'deliveries',
  'invoices',
  'credit-notes',
  'payments',
  'tours',
  'stock',
  'lots',
  'events',
];
const HQ_INBOXES = ['conflicts', 'corrections', 'alerts', 'quarantine'];
const NOT_THERE = '00000000-0000-4000-8000-000000000000';

const syncCalls = (node: string, at: (verdicts: Verdicts) => Verdicts): Record<string, Row> => ({
  [`${node} GET /api/sync/pull`]: readRow('pull', at(SYNC_PULL)),
  [`${node} GET /api/sync/bootstrap`]: readRow('bootstrap', at(SYNC_READ)),
  [`${node} GET /api/sync/status`]: readRow('status', at(SYNC_READ)),
  [`${node} GET /api/sync/stream`]: { who: at({ ...everyone('in'), ...STRANGERS, hub: 'in' }) },
  [`${node} POST /api/sync/push`]: {
    who: at(PUSH),
    ask: ({ deviceOf, ids }, place, who) => ({
      body: {
        device_id: place === 'own' ? deviceOf[who] : ids.devices?.other,
        batch_id: testIds.uuid(),
        sent_at: new Date().toISOString(),
        events: [],
      },
    }),
  },
  // Whether a blob is here is said to whoever knows the hash of its content; the content is not.
  [`${node} HEAD /api/sync/blobs/:sha256`]: { who: at({ ...PUSH, ...insiders('in') }), ask: askBlob },
  [`${node} PUT /api/sync/blobs/:sha256`]: {
    who: at({ ...PUSH, ...insiders('in') }),
    ask: (_facts, place, who) => {
      const raw = Buffer.from(`${node} ${place} ${who} ${testIds.uuid()}`);
      return { url: `/api/sync/blobs/${createHash('sha256').update(raw).digest('hex')}`, raw };
    },
  },
});
const insiders = (verdict: Verdict) => {
  const { nobody: _nobody, revoked: _revoked, ...rest } = everyone(verdict);
  return rest;
};
const readRow = (call: string, who: Verdicts): Row => ({
  who,
  ask: ({ ids }, place) => ({
    url: `/api/sync/${call}${place === 'own' ? '' : `?device_id=${ids.devices?.other}`}`,
  }),
});
const askBlob = ({ blob }: Facts, place: Place): Ask => ({ url: `/api/sync/blobs/${blob[place]}` });

const hqLists = (names: string[], list: Verdicts, one: Verdicts): Record<string, Row> =>
  Object.fromEntries(
    names.flatMap((name): [string, Row][] => [
      [
        `server GET /api/admin/${name}`,
        { who: list, ask: ({ depotId }, place) => ({ url: `/api/admin/${name}?depot_id=${depotId[place]}` }) },
      ],
      [
        `server GET /api/admin/${name}/:id`,
        { who: one, ask: ({ ids }, place) => ({ url: `/api/admin/${name}/${ids[name]?.[place]}` }) },
      ],
    ]),
  );

/** An action on a thing that is not there: who gets in is told so, and nothing happens. */
const action = (path: string, id = NOT_THERE): [string, Row] => [
  `server POST ${path}`,
  { who: HQ_WRITE, ask: () => ({ url: path.replace(':id', id).replace(':kind', 'nothing'), body: { reason: 'x' } }) },
];

/** Of a product that is not there. */
const stockPaper = (paper: string, depot_id: number): Ask => ({
  url: `/api/admin/stock/${paper}`,
  body: { depot_id, product_id: 999_999_999, lot_number: 'L', quantity: 1, reason: 'x' },
});

const HEALTH = {
  run_id: '019a0000-0000-7000-8000-0000000000aa',
  app_version: '0',
  backlog: 0,
  oldest_at: null,
  drain_per_second: null,
  disk: { level: 'GOOD', free_bytes: 1, floor_bytes: 1 },
  backup: { last_at: null, failed: false, second: 'NONE' },
  recovery: null,
  certificate_expires_at: null,
};
const REPORT = { told: [], orders_for: [] };

export const AUTHORIZATION: Record<string, Row> = {
  // The central server: identity.
  'server POST /api/auth/login': { who: PUBLIC },
  'server POST /api/auth/refresh': { who: PUBLIC },
  'server POST /api/auth/logout': { who: { ...everyone('in'), ...STRANGERS } },
  'server GET /.well-known/jwks.json': { who: PUBLIC },
  'server GET /.well-known/manchengo-ca.pem': { who: PUBLIC },
  'server POST /api/hubs/enroll': { who: PUBLIC },
  'server POST /api/hubs/token': { who: PUBLIC },
  'server POST /api/hubs/renew': {
    // The world's server has no folder for a CA, and says so once it has let a hub in.
    who: { ...everyone(403), ...STRANGERS, hub: 503 },
    ask: () => ({ body: { csr: '-----BEGIN CERTIFICATE REQUEST-----' } }),
  },
  'server POST /api/hubs/health': {
    who: { ...everyone(403), ...STRANGERS, hub: 'in' },
    ask: () => ({ body: HEALTH }),
  },
  'server POST /api/sync/queue-files': {
    // The part that it names is nowhere, which it hears once it is let in.
    who: { ...everyone(403), ...STRANGERS, hub: 409 },
    ask: () => ({ body: { parts: ['0'.repeat(64)] } }),
  },
  'server POST /api/hubs/wipes': {
    who: { ...everyone(403), ...STRANGERS, hub: 'in' },
    ask: () => ({ body: REPORT }),
  },
  // A revoked device confirms with any token of it that the server has signed; nobody else has anything to confirm.
  'server POST /api/devices/wiped': { who: { ...everyone(409), nobody: 401, revoked: 'in' } },
  'server POST /api/auth/reset': { who: PUBLIC },
  'server GET /api/node': { who: PUBLIC },
  'server GET /api/openapi.json': { who: PUBLIC },
  'server GET /api/docs': { who: PUBLIC },
  'server GET /healthz': { who: PUBLIC },
  'server GET /readyz': { who: PUBLIC },
  // HQ: an admin everything, a clerk its own depot and only with its eyes, but for two things.
  ...hqLists(HQ_LISTS, HQ_READ_LIST, HQ_READ_ONE),
  ...hqLists(HQ_INBOXES, HQ_READ_LIST, HQ_READ_ONE),
  ...hqLists(['depots'], HQ_READ_LIST, HQ_READ_ONE),
  ...hqLists(['products'], HQ_READ_LIST, HQ_READ_COMMON),
  // Both depots see what goes from one to the other.
  ...hqLists(['stock/transfers'], HQ_READ_LIST, HQ_READ_COMMON),
  ...hqLists(['refused', 'acts', 'audit-entries', 'service-accounts', 'webhooks'], HQ_ADMIN_READ, HQ_ADMIN_READ),
  ...Object.fromEntries(
    'overview arrivals alerts-by-user reports/numbers reports/tva reports/cheques reports/uninvoiced'
      .split(' ')
      .map((name) => [
        `server GET /api/admin/${name}`,
        {
          who: HQ_READ_LIST,
          ask: ({ depotId }: Facts, place: Place) => ({ url: `/api/admin/${name}?depot_id=${depotId[place]}` }),
        },
      ]),
  ),
  ...Object.fromEntries(
    'lots/recall deliveries/proof clients/statement clients/uninvoiced invoices/notes devices/journal devices/evidence'
      .split(' ')
      .map((path) => {
        const [list = '', of] = path.split('/');
        const who = of === 'evidence' ? HQ_ADMIN_READ : HQ_READ_ONE;
        const ask = ({ ids }: Facts, place: Place) => ({ url: `/api/admin/${list}/${ids[list]?.[place]}/${of}` });
        return [`server GET /api/admin/${list}/:id/${of}`, { who, ask }];
      }),
  ),
  'server GET /api/admin/deliveries/:id/pictures/:sha256': {
    // The photo is that of the first delivery of its depot, which a driver has validated.
    who: HQ_READ_ONE,
    ask: ({ ids, blob }, place) => ({ url: `/api/admin/deliveries/${ids.validated?.[place]}/pictures/${blob[place]}` }),
  },
  ...Object.fromEntries(
    ['stamp-rules', 'tva-rules', 'journal-accounts', 'company', 'reports/closing'].map((name) => [
      `server GET /api/admin/${name}`,
      { who: HQ_READ_COMMON, ask: () => ({ url: `/api/admin/${name}` }) },
    ]),
  ),
  'server GET /api/admin/evidence/verifier': {
    who: HQ_ADMIN_READ,
    ask: () => ({ url: '/api/admin/evidence/verifier' }),
  },
  'server GET /api/admin/stock/moves': {
    who: HQ_READ_LIST,
    ask: ({ depotId }, place) => ({ url: `/api/admin/stock/moves?depot_id=${depotId[place]}&product_id=1` }),
  },
  // Whoever does not ask for a stream of events is told to.
  'server GET /api/admin/stream': { who: HQ_READ_COMMON },
  ...Object.fromEntries([
    ...'depots users products clients lots deliveries payments invoices stamp-rules tva-rules journal-accounts hub-codes keys/rotate'
      .split(' ')
      .map((name) => action(`/api/admin/${name}`)),
    action('/api/admin/lots/:id/state'),
    action('/api/admin/stock/receipts'),
    action('/api/admin/stock/transfers'),
    action('/api/admin/deliveries/:id/cancel'),
    action('/api/admin/deliveries/:id/assign'),
    action('/api/admin/invoices/:id/credit-notes'),
    action('/api/admin/invoices/:id/cancel'),
    action('/api/admin/conflicts/:id/settle'),
    action('/api/admin/corrections/:id/accept'),
    action('/api/admin/corrections/:id/reject'),
    action('/api/admin/events/:id/notes'),
    action('/api/admin/deliveries/:id/move'),
    action('/api/admin/tours/move'),
    action('/api/admin/tours/:id/settle', '999999999.2026-01-01'),
    action('/api/admin/payments/:id/cancel'),
    action('/api/admin/cheques/deposit'),
    action('/api/admin/cheques/:id/bounce'),
    action('/api/admin/reports/closings'),
    action('/api/admin/users/:id/move', '999999999'),
    action('/api/admin/devices/:id/revoke'),
    action('/api/admin/hubs/:id/revoke'),
    ...['', '/:id/revoke'].map((act) => action(`/api/admin/service-accounts${act}`)),
    ...['', '/:id/change', '/:id/rotate', '/:id/resume', '/:id/stop'].map((act) => action(`/api/admin/webhooks${act}`)),
    action('/api/admin/quarantine/:id/accept'),
    action('/api/admin/quarantine/:id/reject'),
    action('/api/admin/import/:kind'),
    action('/api/admin/import/:kind/mapping'),
    action('/api/admin/queue-files'),
  ]),
  'server GET /api/changes': { who: HQ_ADMIN_READ },
  // Whoever gets in is told what of its rows is wrong.
  ...Object.fromEntries(
    ['depots', 'users', 'products', 'clients', 'lots', 'deliveries'].map((kind): [string, Row] => [
      `server PUT /api/admin/${kind}/bulk`,
      { who: HQ_WRITE },
    ]),
  ),
  'server GET /api/admin/import/:kind/mapping': { who: HQ_READ_COMMON },
  // Of a month that is open nothing is kept: who gets in is told so.
  'server POST /api/admin/reports/exports': {
    who: HQ_READ_LIST,
    ask: ({ depotId }, place) => ({
      url: '/api/admin/reports/exports',
      body: { month: '9999-01', depot_id: depotId[place], sha256: '0'.repeat(64) },
    }),
  },
  // With no If-Match, who gets in is told so, and nothing happens.
  'server PUT /api/admin/company': {
    who: HQ_WRITE,
    ask: () => ({ url: '/api/admin/company', body: { name: 'Manchengo' } }),
  },
  'server PATCH /api/admin/depots/:id': {
    who: HQ_WRITE,
    ask: () => ({ url: '/api/admin/depots/999999999', body: { name: 'Depot' } }),
  },
  'server PATCH /api/admin/clients/:id': {
    who: HQ_WRITE,
    ask: ({ ids }, place) => ({ url: `/api/admin/clients/${ids.clients?.[place]}`, body: { note: 'Note' } }),
  },
  'server PATCH /api/admin/products/:id': {
    who: HQ_WRITE,
    ask: () => ({ url: '/api/admin/products/999999999', body: { is_active: true } }),
  },
  'server PATCH /api/admin/users/:id': {
    who: HQ_WRITE,
    ask: ({ ids }, place) => ({ url: `/api/admin/users/${ids.users?.[place]}`, body: { is_active: false } }),
  },
  // What a clerk may write: that an alert of its own depot was seen, and a code for a person there who forgot a password or changes the phone.
  'server POST /api/admin/alerts/:id/seen': {
    who: HQ_READ_ONE,
    ask: ({ ids }, place) => ({ url: `/api/admin/alerts/${ids.alerts?.[place]}/seen` }),
  },
  ...Object.fromEntries(
    ['counts', 'waste'].map((paper): [string, Row] => [
      `server POST /api/admin/stock/${paper}`,
      { who: HQ_READ_LIST, ask: ({ depotId }, place) => stockPaper(paper, depotId[place]) },
    ]),
  ),
  'server POST /api/admin/stock/transfers/:id/receive': {
    who: { ...HQ_WRITE, clerk: 'in' },
    ask: () => ({ url: `/api/admin/stock/transfers/${NOT_THERE}/receive`, body: { quantity: 1 } }),
  },
  'server POST /api/admin/users/:id/device-code': {
    who: { ...HQ_WRITE, clerk: ['in', 404] },
    ask: ({ ids }, place) => ({ url: `/api/admin/users/${ids.users?.[place]}/device-code` }),
  },
  'server POST /api/admin/users/:id/reset-code': {
    who: { ...HQ_WRITE, clerk: ['in', 404] },
    ask: ({ ids }, place) => ({ url: `/api/admin/users/${ids.users?.[place]}/reset-code` }),
  },

  // The contract, on both nodes.
  ...syncCalls('server', (verdicts) => verdicts),
  'server GET /api/sync/blobs/:sha256': {
    // The hub itself has carried the visitor's photo here, and may look at what it brought.
    who: { ...everyone(404), ...STRANGERS, driver: ['in', 404], clerk: ['in', 404], hub: 'in', admin: 'in' },
    ask: askBlob,
  },
  ...syncCalls('hub', atHub),
  // A hub never holds the scope of all depots, so it asks an admin's phone to come back rather than empty it.
  'hub GET /api/sync/bootstrap': readRow('bootstrap', atHub({ ...SYNC_READ, admin: [503, 403] })),
  'hub GET /api/sync/blobs/:sha256': {
    who: atHub({ ...everyone(404), ...STRANGERS, driver: ['in', 404], clerk: ['in', 404], admin: 'in' }),
    ask: askBlob,
  },
  // What a hub passes on, the server judges.
  'hub POST /api/auth/login': { who: PUBLIC },
  'hub POST /api/auth/refresh': { who: PUBLIC },
  'hub POST /api/auth/logout': { who: { ...everyone('in'), ...STRANGERS } },
  'hub GET /.well-known/jwks.json': { who: PUBLIC },
  'hub POST /api/auth/reset': { who: PUBLIC },
  'hub GET /api/node': { who: PUBLIC },
  'hub POST /api/devices/wiped': { who: { ...everyone(409), nobody: 401, revoked: 'in' } },

  // The hub's own window: nobody else on this PC, whatever token of the yard it shows.
  'desktop GET /api/desktop/overview': { who: ITS_OWN_WINDOW },
  'desktop GET /api/desktop/deliveries': { who: ITS_OWN_WINDOW },
  'desktop GET /api/desktop/deliveries/:id': { who: ITS_OWN_WINDOW },
  'desktop GET /api/desktop/photos/:sha256': { who: ITS_OWN_WINDOW },
  'desktop GET /api/desktop/network': { who: ITS_OWN_WINDOW },
  'desktop GET /api/desktop/live': { who: ITS_OWN_WINDOW },
  'desktop GET /api/desktop/stock': { who: ITS_OWN_WINDOW },
  ...Object.fromEntries(WINDOW_CALLS.map((call) => [`desktop ${call}`, { who: ITS_OWN_WINDOW }])),
};
