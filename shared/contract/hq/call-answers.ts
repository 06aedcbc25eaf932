// Made by `npm run client` from the routes that the server registers: change those, not this.
import Type, { type Static } from 'typebox';
import {
  Client,
  Company,
  Delivery,
  Depot,
  Device,
  Hub,
  Invoice,
  Lot,
  PaymentRecord,
  Product,
  StockLevel,
  User,
} from '#shared/contract/entities.ts';
import { ActRecord } from '#shared/contract/hq/acts.ts';
import {
  Imported,
  ImportTried,
  InboxAnswer,
  NotedEvent,
  QuarantineDecision,
  RotatedKey,
  ToursMoved,
  UnseenByUser,
} from '#shared/contract/hq/answers.ts';
import { AuditStepRecord } from '#shared/contract/hq/audit-steps.ts';
import { ArrivalBoard, Overview } from '#shared/contract/hq/board.ts';
import { BulkAnswer } from '#shared/contract/hq/bulk.ts';
import { ClosedMonth, MonthClosing } from '#shared/contract/hq/closing.ts';
import { CreditNote } from '#shared/contract/hq/credit-notes.ts';
import { EvidenceFile, EvidenceVerifier } from '#shared/contract/hq/evidence.ts';
import { ImportMapping } from '#shared/contract/hq/import.ts';
import { JournalAccountsList, JournalAccountsRecord } from '#shared/contract/hq/journal-accounts.ts';
import { pageOf } from '#shared/contract/hq/lists.ts';
import { DeliveryProof, PictureView } from '#shared/contract/hq/proof.ts';
import { AlertRecord, EventRecord, JournalReport, ReceivedEvent, RefusedRecord } from '#shared/contract/hq/records.ts';
import { ChequeReport, ClientStatement, NumberReport, TvaReport } from '#shared/contract/hq/reports.ts';
import { MadeServiceAccount, ServiceAccount } from '#shared/contract/hq/service-accounts.ts';
import { StampRuleRecord, StampRules } from '#shared/contract/hq/stamp-rules.ts';
import { LotRecall, StockMoves, StockPaper, Transfer } from '#shared/contract/hq/stock.ts';
import { InvoiceNotes, UninvoicedOfClient, UninvoicedReport } from '#shared/contract/hq/summary-invoices.ts';
import { TvaRuleRecord, TvaRules } from '#shared/contract/hq/tva-rules.ts';
import { Webhook, WebhookWithSecret } from '#shared/contract/hq/webhooks.ts';
import { OneTimeCode } from '#shared/contract/identity.ts';
import { QueueFileTaken } from '#shared/contract/queue-file.ts';
import { HubCode } from '#shared/contract/setup.ts';
import { Tour } from '#shared/contract/tour.ts';

/** What each call of HQ answers, by its method and address below `/api/admin`. */
export const HQ_ANSWERS = {
  'GET /acts': pageOf(ActRecord),
  'GET /acts/:id': ActRecord,
  'GET /alerts': pageOf(AlertRecord),
  'GET /alerts-by-user': UnseenByUser,
  'GET /alerts/:id': AlertRecord,
  'GET /arrivals': ArrivalBoard,
  'GET /audit-entries': pageOf(AuditStepRecord),
  'GET /audit-entries/:id': AuditStepRecord,
  'GET /clients': pageOf(Client),
  'GET /clients/:id': Client,
  'GET /clients/:id/statement': ClientStatement,
  'GET /clients/:id/uninvoiced': UninvoicedOfClient,
  'GET /company': Company,
  'GET /conflicts': pageOf(EventRecord),
  'GET /conflicts/:id': EventRecord,
  'GET /corrections': pageOf(EventRecord),
  'GET /corrections/:id': EventRecord,
  'GET /credit-notes': pageOf(CreditNote),
  'GET /credit-notes/:id': CreditNote,
  'GET /deliveries': pageOf(Delivery),
  'GET /deliveries/:id': Delivery,
  'GET /deliveries/:id/pictures/:sha256': PictureView,
  'GET /deliveries/:id/proof': DeliveryProof,
  'GET /depots': pageOf(Depot),
  'GET /depots/:id': Depot,
  'GET /devices': pageOf(Device),
  'GET /devices/:id': Device,
  'GET /devices/:id/evidence': EvidenceFile,
  'GET /devices/:id/journal': JournalReport,
  'GET /events': pageOf(EventRecord),
  'GET /events/:id': ReceivedEvent,
  'GET /evidence/verifier': EvidenceVerifier,
  'GET /hubs': pageOf(Hub),
  'GET /hubs/:id': Hub,
  'GET /import/:kind/mapping': ImportMapping,
  'GET /invoices': pageOf(Invoice),
  'GET /invoices/:id': Invoice,
  'GET /invoices/:id/notes': InvoiceNotes,
  'GET /journal-accounts': JournalAccountsList,
  'GET /lots': pageOf(Lot),
  'GET /lots/:id': Lot,
  'GET /lots/:id/recall': LotRecall,
  'GET /overview': Overview,
  'GET /payments': pageOf(PaymentRecord),
  'GET /payments/:id': PaymentRecord,
  'GET /products': pageOf(Product),
  'GET /products/:id': Product,
  'GET /quarantine': pageOf(EventRecord),
  'GET /quarantine/:id': EventRecord,
  'GET /refused': pageOf(RefusedRecord),
  'GET /refused/:id': RefusedRecord,
  'GET /reports/cheques': ChequeReport,
  'GET /reports/closing': MonthClosing,
  'GET /reports/numbers': NumberReport,
  'GET /reports/tva': TvaReport,
  'GET /reports/uninvoiced': UninvoicedReport,
  'GET /service-accounts': pageOf(ServiceAccount),
  'GET /service-accounts/:id': ServiceAccount,
  'GET /stamp-rules': StampRules,
  'GET /stock': pageOf(StockLevel),
  'GET /stock/:id': StockLevel,
  'GET /stock/moves': StockMoves,
  'GET /stock/transfers': pageOf(Transfer),
  'GET /stock/transfers/:id': Transfer,
  'GET /tours': pageOf(Tour),
  'GET /tours/:id': Tour,
  'GET /tva-rules': TvaRules,
  'GET /users': pageOf(User),
  'GET /users/:id': User,
  'GET /webhooks': pageOf(Webhook),
  'GET /webhooks/:id': Webhook,
  'PATCH /clients/:id': Client,
  'PATCH /depots/:id': Depot,
  'PATCH /products/:id': Product,
  'PATCH /users/:id': User,
  'POST /alerts/:id/seen': AlertRecord,
  'POST /clients': Client,
  'POST /conflicts/:id/settle': InboxAnswer,
  'POST /corrections/:id/accept': InboxAnswer,
  'POST /corrections/:id/reject': InboxAnswer,
  'POST /deliveries': Delivery,
  'POST /deliveries/:id/assign': Delivery,
  'POST /deliveries/:id/cancel': Delivery,
  'POST /deliveries/:id/move': Delivery,
  'POST /depots': Depot,
  'POST /devices/:id/revoke': Device,
  'POST /events/:id/notes': NotedEvent,
  'POST /hub-codes': HubCode,
  'POST /import/:kind': Type.Union([ImportTried, Imported]),
  'POST /import/:kind/mapping': ImportMapping,
  'POST /invoices': Invoice,
  'POST /invoices/:id/cancel': Invoice,
  'POST /invoices/:id/credit-notes': CreditNote,
  'POST /journal-accounts': JournalAccountsRecord,
  'POST /keys/rotate': RotatedKey,
  'POST /lots': Lot,
  'POST /lots/:id/state': Lot,
  'POST /payments': PaymentRecord,
  'POST /payments/:id/cancel': PaymentRecord,
  'POST /products': Product,
  'POST /quarantine/:id/accept': QuarantineDecision,
  'POST /quarantine/:id/reject': QuarantineDecision,
  'POST /queue-files': QueueFileTaken,
  'POST /reports/closings': ClosedMonth,
  'POST /reports/exports': ClosedMonth,
  'POST /service-accounts': MadeServiceAccount,
  'POST /service-accounts/:id/revoke': ServiceAccount,
  'POST /stamp-rules': StampRuleRecord,
  'POST /stock/counts': StockPaper,
  'POST /stock/receipts': StockPaper,
  'POST /stock/transfers': Transfer,
  'POST /stock/transfers/:id/receive': Transfer,
  'POST /stock/waste': StockPaper,
  'POST /tours/:id/settle': Tour,
  'POST /tours/move': ToursMoved,
  'POST /tva-rules': TvaRuleRecord,
  'POST /users': User,
  'POST /users/:id/device-code': OneTimeCode,
  'POST /users/:id/move': User,
  'POST /users/:id/reset-code': OneTimeCode,
  'POST /webhooks': WebhookWithSecret,
  'POST /webhooks/:id/change': Webhook,
  'POST /webhooks/:id/resume': Webhook,
  'POST /webhooks/:id/rotate': WebhookWithSecret,
  'POST /webhooks/:id/stop': Webhook,
  'PUT /clients/bulk': BulkAnswer,
  'PUT /company': Company,
  'PUT /deliveries/bulk': BulkAnswer,
  'PUT /depots/bulk': BulkAnswer,
  'PUT /lots/bulk': BulkAnswer,
  'PUT /products/bulk': BulkAnswer,
  'PUT /users/bulk': BulkAnswer,
} as const;

/** A call of HQ's API: `POST /deliveries/:id/cancel`. */
export type HqCall = keyof typeof HQ_ANSWERS;
export type HqAnswer<C extends HqCall> = Static<(typeof HQ_ANSWERS)[C]>;
