import type { FastifySchema } from 'fastify';
import Type, { type TSchema } from 'typebox';
import type { RequestErrorCode } from '#shared/contract/errors.ts';
import { HQ_LIST_NAMES } from '#shared/contract/hq/lists.ts';
import { LogoutRequest } from '#shared/contract/identity.ts';
import { PushRequest } from '#shared/contract/sync.ts';

/** What the page says of a call beyond its schemas. */
export interface CallText {
  summary: string;
  /** It needs no token. */
  isOpen?: true;
  /** What it reads by itself, without a schema of its route. */
  body?: { type: string; schema: TSchema; example?: string };
  /** Codes with which it is refused beyond those that every call of its kind has: see `refusalsOf`. */
  refuses?: readonly RequestErrorCode[];
  /** What it answers where that is no JSON. */
  answers?: string;
}

/** A call as the app has registered it. */
export interface Call {
  method: string;
  /** As Fastify writes it: `/:id`. */
  path: string;
  schema: FastifySchema;
  text: CallText;
}

const JSON_TYPE = 'application/json';
const Bytes = Type.String();

const lists = Object.fromEntries(
  HQ_LIST_NAMES.flatMap((name): [string, CallText][] => [
    [`GET /api/admin/${name}`, { summary: `A page of ${name}, in a fixed order; a clerk sees the own depot` }],
    [`GET /api/admin/${name}/:id`, { summary: `One of ${name}; its ETag names this state` }],
  ]),
);

/** Every call of the server, as it is registered. A test holds the table to the routes, both ways. */
export const CALLS: Readonly<Record<string, CallText>> = {
  'POST /api/sync/push': {
    summary: 'Hands in events; each is answered by itself',
    body: { type: JSON_TYPE, schema: PushRequest },
    refuses: ['BATCH_ID_REUSED'],
  },
  'GET /api/sync/pull': {
    summary: 'Changes after a cursor, in commit order, within the scope of the caller',
    refuses: ['CURSOR_EXPIRED'],
  },
  'GET /api/sync/bootstrap': { summary: 'The whole scope as a snapshot, in pages', refuses: ['CURSOR_EXPIRED'] },
  'GET /api/sync/status': { summary: 'How this node stands, and what it has of the device' },
  'GET /api/sync/stream': {
    summary: 'Says to a device when a pull would bring something, and nothing of what it is',
    answers: 'text/event-stream',
  },
  'HEAD /api/sync/blobs/:sha256': {
    summary: 'How much of a photo is here: Upload-Offset',
    answers: 'headers only',
    refuses: ['NOT_FOUND'],
  },
  'PUT /api/sync/blobs/:sha256': {
    summary: 'Brings a photo, or with Content-Range a stretch of it',
    body: { type: 'application/octet-stream', schema: Bytes },
    refuses: ['CONFLICT', 'BLOB_TOO_LARGE', 'HASH_MISMATCH'],
  },
  'GET /api/sync/blobs/:sha256': {
    summary: 'The content of a photo',
    answers: 'application/octet-stream',
    refuses: ['NOT_FOUND'],
  },
  'GET /api/node': { summary: 'Who this node is', isOpen: true },
  'POST /api/auth/login': {
    summary: 'Signs a person in on a device, and registers the device',
    isOpen: true,
    refuses: ['INVALID_CREDENTIALS', 'DEVICE_REVOKED', 'FORBIDDEN', 'CODE_INVALID', 'DEVICE_LIMIT', 'DEVICE_CONFLICT'],
  },
  'POST /api/auth/reset': {
    summary: 'Sets a new password with a one-time code',
    isOpen: true,
    refuses: ['INVALID_CREDENTIALS'],
  },
  'POST /api/auth/refresh': {
    summary: 'A new pair of tokens for a refresh token',
    isOpen: true,
    refuses: ['TOKEN_EXPIRED', 'TOKEN_INVALID', 'TOKEN_REUSED', 'DEVICE_REVOKED'],
  },
  'POST /api/auth/logout': {
    summary: 'Ends the named session, or all of the device',
    body: { type: JSON_TYPE, schema: LogoutRequest },
  },
  'GET /.well-known/jwks.json': { summary: 'The public keys of tokens and of codes', isOpen: true },
  'GET /.well-known/manchengo-ca.pem': {
    summary: 'The roots of the company CA',
    isOpen: true,
    answers: 'application/x-pem-file',
  },
  'POST /api/hubs/enroll': {
    summary: 'Makes a PC the hub of a depot, by a code of HQ',
    isOpen: true,
    refuses: ['CODE_INVALID'],
  },
  'POST /api/hubs/token': {
    summary: 'An access token for an assertion by the key of a hub',
    isOpen: true,
    refuses: ['TOKEN_INVALID'],
  },
  'POST /api/hubs/renew': { summary: 'A new certificate for a hub' },
  'POST /api/hubs/health': { summary: 'A hub says how it is, and hears whether another works as it' },
  'POST /api/sync/queue-files': {
    summary: 'A hub brings a phone’s file whose parts it has brought as blobs',
    refuses: ['CONFLICT'],
  },
  'POST /api/hubs/wipes': { summary: 'A hub reports wipe orders handed over, and asks for others' },
  'POST /api/devices/wiped': {
    summary: 'The last message of a revoked device: it has erased itself',
    refuses: ['CONFLICT'],
  },
  ...lists,
  'POST /api/admin/depots': { summary: 'Creates a depot' },
  'POST /api/admin/users': { summary: 'Creates a user' },
  'PATCH /api/admin/depots/:id': { summary: 'Changes the named members of a depot; needs If-Match' },
  'PATCH /api/admin/clients/:id': { summary: 'Changes the named members of a client; needs If-Match' },
  'GET /api/admin/company': { summary: 'The company’s legal identities, as its papers show them' },
  'GET /api/changes': {
    summary: 'What has changed since a cursor, in commit order, for programs and admins',
    refuses: ['CURSOR_EXPIRED'],
  },
  'PUT /api/admin/company': { summary: 'Writes the company’s legal identities, all at once; needs If-Match' },
  'PATCH /api/admin/users/:id': { summary: 'Changes the named members of a user; needs If-Match' },
  'POST /api/admin/users/:id/move': { summary: 'Gives a user another depot or role' },
  'POST /api/admin/users/:id/reset-code': { summary: 'A one-time code for a forgotten password' },
  'POST /api/admin/users/:id/device-code': { summary: 'A one-time code to give up one device for another' },
  'POST /api/admin/products': { summary: 'Creates a product' },
  'PATCH /api/admin/products/:id': { summary: 'Changes the named members of a product; needs If-Match' },
  'POST /api/admin/clients': { summary: 'Creates a client' },
  'POST /api/admin/lots': { summary: 'Enters a validated production or a receipt' },
  'POST /api/admin/stock/receipts': { summary: 'Enters goods that came in: a lot, or more of one' },
  'POST /api/admin/stock/counts': { summary: 'Sets what was found of a lot' },
  'POST /api/admin/stock/waste': { summary: 'Enters goods that are thrown away' },
  'POST /api/admin/stock/transfers': { summary: 'Sends goods of a lot to another depot' },
  'POST /api/admin/stock/transfers/:id/receive': { summary: 'Enters what of a transfer arrived' },
  'POST /api/admin/lots/:id/state': { summary: 'Blocks or recalls a lot, or lets it go' },
  'GET /api/admin/lots/:id/recall': { summary: 'Where goods of a lot are, and which clients got them' },
  'GET /api/admin/deliveries/:id/proof': {
    summary: 'What shows that a delivery took place: pictures by name, money, lots',
  },
  'GET /api/admin/deliveries/:id/pictures/:sha256': {
    summary: 'A picture of a delivery; that it was looked at is kept',
  },
  'GET /api/admin/clients/:id/statement': { summary: 'What a client owed, all that changed it, and what it owes' },
  'GET /api/admin/reports/tva': { summary: 'Sales and TVA of a month by rate, credit notes and stamp duty' },
  'GET /api/admin/stamp-rules': { summary: 'The rules of stamp duty on cash, each with its author and first day' },
  'POST /api/admin/stamp-rules': { summary: 'Adds a rule of stamp duty for a day that has not begun' },
  'GET /api/admin/tva-rules': { summary: 'The rates of TVA by the day on which each begins, with their authors' },
  'POST /api/admin/tva-rules': { summary: 'Gives products another rate of TVA from a day on that has not begun' },
  'GET /api/admin/journal-accounts': {
    summary: "The sales journal's accounts by their first month, with their authors",
  },
  'POST /api/admin/journal-accounts': { summary: "Changes the sales journal's accounts from an open month on" },
  'GET /api/admin/reports/closing': { summary: 'Whether a month is closed, by whom, and the exports taken of it' },
  'POST /api/admin/reports/closings': { summary: 'Closes a month and all before it: nothing of them changes any more' },
  'POST /api/admin/reports/exports': { summary: 'Keeps what a sales journal of a closed month hashes to' },
  'GET /api/admin/reports/cheques': { summary: 'The cheques of some days, to be brought to a bank' },
  'GET /api/admin/reports/numbers': { summary: 'The numbers of a month by depot and day, and what is missing' },
  'GET /api/admin/stock/moves': { summary: 'The ledger of a product in a depot, or of a lot, with running balances' },
  'POST /api/admin/deliveries': { summary: 'Plans a delivery' },
  'POST /api/admin/deliveries/:id/cancel': { summary: 'Cancels a delivery that is not delivered yet' },
  'POST /api/admin/invoices': { summary: 'One invoice for delivery notes of a client, named or of a month' },
  'GET /api/admin/invoices/:id/notes': { summary: 'The delivery notes that an invoice is of' },
  'GET /api/admin/clients/:id/uninvoiced': { summary: 'Delivery notes of a client that no invoice names yet' },
  'GET /api/admin/reports/uninvoiced': { summary: 'Clients whose delivery notes of a month wait for an invoice' },
  'POST /api/admin/invoices/:id/credit-notes': { summary: 'Credits goods of an invoice, which may go back into stock' },
  'POST /api/admin/invoices/:id/cancel': { summary: 'Cancels an invoice, whose number stays' },
  'POST /api/admin/deliveries/:id/move': { summary: 'Gives a delivery to another driver of its depot, or another day' },
  'POST /api/admin/deliveries/:id/assign': { summary: 'The same for a driver alone, as it was called before' },
  'POST /api/admin/tours/move': { summary: 'Gives all that is open of a tour to another driver or day' },
  'POST /api/admin/payments': { summary: 'Enters money that came in at HQ' },
  'POST /api/admin/payments/:id/cancel': { summary: 'A payment counts no more: a bounced cheque, a slip' },
  'POST /api/admin/cheques/deposit': { summary: 'Cheques went to the bank' },
  'POST /api/admin/cheques/:id/bounce': { summary: 'The bank did not pay a cheque: its client owes it again' },
  'POST /api/admin/tours/:id/settle': { summary: 'Settles a tour with what is here; needs a reason' },
  'POST /api/admin/devices/:id/revoke': { summary: 'Revokes a device: it hands in and is wiped' },
  'POST /api/admin/hubs/:id/revoke': { summary: 'Withdraws a hub for good: it stops, and keeps its queue' },
  'GET /api/admin/devices/:id/evidence': {
    summary: 'The evidence file of a device: all that HQ holds of it, with the keys',
  },
  'GET /api/admin/evidence/verifier': {
    summary: 'The page that verifies evidence files, and the thumbprint of the key',
  },
  'GET /api/admin/devices/:id/journal': { summary: 'The journal of a device, checked anew event by event' },
  'POST /api/admin/keys/rotate': { summary: 'A new key signs from now on' },
  'POST /api/admin/hub-codes': { summary: 'A code that enrols one hub' },
  'POST /api/admin/quarantine/:id/accept': { summary: 'Lets a quarantined event count: it is decided now' },
  'POST /api/admin/quarantine/:id/reject': { summary: 'A quarantined event shall not count' },
  'POST /api/admin/alerts/:id/seen': { summary: 'Notes who has looked at an alert first' },
  'POST /api/admin/conflicts/:id/settle': {
    summary: 'Closes a conflict, or books goods and cash as far as it says so',
  },
  'POST /api/admin/corrections/:id/accept': { summary: 'A correction that somebody asked for is accepted' },
  'POST /api/admin/corrections/:id/reject': { summary: 'A correction that somebody asked for is not made' },
  'POST /api/admin/events/:id/notes': { summary: 'A note about an event, kept in the audit' },
  'GET /api/admin/stream': { summary: 'Says in which lists something has changed', answers: 'text/event-stream' },
  'GET /api/admin/overview': { summary: 'A day by depot, what needs a hand, and the fourteen days before' },
  'GET /api/admin/arrivals': { summary: 'What of the journal of each phone has arrived, and what exactly has not' },
  'GET /api/admin/alerts-by-user': { summary: 'How many fraud signals about each person nobody has looked at' },
  ...Object.fromEntries(
    ['depots', 'users', 'products', 'clients', 'lots', 'deliveries'].map((kind): [string, CallText] => [
      `PUT /api/admin/${kind}/bulk`,
      { summary: `Makes and changes many ${kind} by their external_id; a result a row` },
    ]),
  ),
  'POST /api/admin/service-accounts': { summary: 'Makes a key for a program; it is shown this once' },
  'POST /api/admin/service-accounts/:id/revoke': { summary: 'A key opens nothing any more' },
  'POST /api/admin/webhooks': { summary: 'A program is told of changes at its address; the secret is shown this once' },
  'POST /api/admin/webhooks/:id/change': { summary: 'Another name, address or other kinds of changes' },
  'POST /api/admin/webhooks/:id/rotate': { summary: 'Another secret; the former one signs, too, for 24 hours' },
  'POST /api/admin/webhooks/:id/resume': {
    summary: 'Sends again at once, from the change that failed on',
    refuses: ['CURSOR_EXPIRED'],
  },
  'POST /api/admin/webhooks/:id/stop': { summary: 'A program is told of nothing any more' },
  'POST /api/admin/import/:kind': {
    summary: 'Imports a CSV or a workbook of products, clients, people, lots or deliveries: all rows or none',
    body: { type: 'text/csv', schema: Bytes, example: 'Nom;Téléphone\nÉpicerie Nour;0550 12 34 56\n' },
  },
  'GET /api/admin/import/:kind/mapping': { summary: 'What the headings of the company’s own files mean' },
  'POST /api/admin/import/:kind/mapping': { summary: 'Remembers what further headings of own files mean' },
  'POST /api/admin/queue-files': {
    summary: 'Takes the events of a phone’s file, encrypted to the newest enc key of the JWKS',
    body: { type: 'application/jose', schema: Bytes },
  },
  'GET /api/openapi.json': { summary: 'This description, as OpenAPI 3.1', isOpen: true },
  'GET /api/docs': { summary: 'This description, as a page', isOpen: true, answers: 'text/html' },
  'GET /healthz': { summary: 'Whether the server and its database answer', isOpen: true },
  'GET /readyz': { summary: 'Whether requests may be sent here', isOpen: true },
};
