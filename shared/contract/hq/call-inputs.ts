// Made by `npm run client` from the routes that the server registers: change those, not this.
import type { Static } from 'typebox';
import type { ListPrice, Proof, Role } from '#shared/contract/entities.ts';
import type { ClientKind, PricedLine } from '#shared/contract/events.ts';
import type { NewClosing, NewExport } from '#shared/contract/hq/closing.ts';
import type { NewCreditNote } from '#shared/contract/hq/credit-notes.ts';
import type { ImportMapping } from '#shared/contract/hq/import.ts';
import type { NewJournalAccounts } from '#shared/contract/hq/journal-accounts.ts';
import type {
  Assignment,
  ChequeDeposit,
  ClientChange,
  CompanyInput,
  CorrectionAnswer,
  DeliveryMove,
  DepotChange,
  EventNote,
  GivenReason,
  HubCodeRequest,
  Move,
  NewClient,
  NewDelivery,
  NewDepot,
  NewLot,
  NewPayment,
  NewProduct,
  NewUser,
  ProductChange,
  Settlement,
  TourMove,
  UserChange,
  WithReason,
} from '#shared/contract/hq/requests.ts';
import type { NewServiceAccount } from '#shared/contract/hq/service-accounts.ts';
import type { NewStampRule } from '#shared/contract/hq/stamp-rules.ts';
import type {
  LotStateChange,
  NewCount,
  NewReceipt,
  NewTransfer,
  NewWaste,
  TransferReceipt,
} from '#shared/contract/hq/stock.ts';
import type { NewSummaryInvoice } from '#shared/contract/hq/summary-invoices.ts';
import type { NewTvaRule } from '#shared/contract/hq/tva-rules.ts';
import type { NewWebhook } from '#shared/contract/hq/webhooks.ts';
import type { Centimes, Day, Id, Location, TvaRate, Uuid } from '#shared/contract/scalars.ts';

/** What each call of HQ takes beside its address, by its method and address below `/api/admin`. */
export interface HqInputs {
  'GET /acts': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'from' | 'to' | 'user_id' | 'what' | 'entity_id';
  };
  'GET /alerts': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'kind' | 'device_id' | 'user_id' | 'seen' | 'from' | 'to';
  };
  'GET /alerts-by-user': { query: 'depot_id' };
  'GET /arrivals': { query: 'day' | 'depot_id' };
  'GET /audit-entries': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'device_id' | 'user_id' | 'action' | 'from' | 'to';
  };
  'GET /clients': { query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'updated_since' | 'owing' };
  'GET /clients/:id/statement': { query: 'from' | 'to' };
  'GET /clients/:id/uninvoiced': { query: 'month' | 'depot_id' };
  'GET /conflicts': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'device_id' | 'user_id' | 'from' | 'to' | 'answered';
  };
  'GET /corrections': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'device_id' | 'user_id' | 'from' | 'to' | 'answered';
  };
  'GET /credit-notes': {
    query:
      | 'limit'
      | 'cursor'
      | 'q'
      | 'depot_id'
      | 'sort'
      | 'client_id'
      | 'invoice_id'
      | 'from'
      | 'to'
      | 'reference'
      | 'updated_since';
  };
  'GET /deliveries': {
    query:
      | 'limit'
      | 'cursor'
      | 'q'
      | 'depot_id'
      | 'sort'
      | 'status'
      | 'planned_for'
      | 'driver_user_id'
      | 'client_id'
      | 'from'
      | 'to'
      | 'reference'
      | 'updated_since';
  };
  'GET /depots': { query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'updated_since' };
  'GET /devices': { query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'user_id' | 'is_active' };
  'GET /events': {
    query:
      | 'limit'
      | 'cursor'
      | 'q'
      | 'depot_id'
      | 'sort'
      | 'device_id'
      | 'user_id'
      | 'status'
      | 'entity_id'
      | 'action'
      | 'from'
      | 'to';
  };
  'GET /hubs': { query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' };
  'GET /invoices': {
    query:
      | 'limit'
      | 'cursor'
      | 'q'
      | 'depot_id'
      | 'sort'
      | 'client_id'
      | 'created_by'
      | 'delivery_id'
      | 'from'
      | 'to'
      | 'reference'
      | 'updated_since';
  };
  'GET /lots': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'product_id' | 'state' | 'in_stock' | 'updated_since';
  };
  'GET /overview': { query: 'day' | 'depot_id' };
  'GET /payments': {
    query:
      | 'limit'
      | 'cursor'
      | 'q'
      | 'depot_id'
      | 'sort'
      | 'client_id'
      | 'user_id'
      | 'method'
      | 'from'
      | 'to'
      | 'updated_since';
  };
  'GET /products': { query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'is_active' | 'updated_since' };
  'GET /quarantine': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'device_id' | 'user_id' | 'from' | 'to';
  };
  'GET /refused': { query: 'limit' | 'cursor' | 'q' | 'depot_id' };
  'GET /reports/cheques': { query: 'from' | 'to' | 'depot_id' | 'state' };
  'GET /reports/closing': { query: 'month' };
  'GET /reports/numbers': { query: 'month' | 'depot_id' };
  'GET /reports/tva': { query: 'month' | 'depot_id' };
  'GET /reports/uninvoiced': { query: 'month' | 'depot_id' };
  'GET /service-accounts': { query: 'limit' | 'cursor' | 'q' | 'depot_id' };
  'GET /stock': { query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'product_id' | 'updated_since' };
  'GET /stock/moves': { query: 'depot_id' | 'product_id' | 'lot_id' | 'limit' | 'cursor' };
  'GET /stock/transfers': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'product_id' | 'state' | 'updated_since';
  };
  'GET /tours': {
    query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'day' | 'driver_user_id' | 'state' | 'from' | 'to';
  };
  'GET /users': { query: 'limit' | 'cursor' | 'q' | 'depot_id' | 'sort' | 'role' | 'updated_since' };
  'GET /webhooks': { query: 'limit' | 'cursor' | 'q' | 'depot_id' };
  'PATCH /clients/:id': { body: Static<typeof ClientChange> };
  'PATCH /depots/:id': { body: Static<typeof DepotChange> };
  'PATCH /products/:id': { body: Static<typeof ProductChange> };
  'PATCH /users/:id': { body: Static<typeof UserChange> };
  'POST /cheques/:id/bounce': { body: Static<typeof GivenReason> };
  'POST /cheques/deposit': { body: Static<typeof ChequeDeposit> };
  'POST /clients': { body: Static<typeof NewClient> };
  'POST /conflicts/:id/settle': { body: Static<typeof Settlement> };
  'POST /corrections/:id/accept': { body: Static<typeof CorrectionAnswer> };
  'POST /corrections/:id/reject': { body: Static<typeof CorrectionAnswer> };
  'POST /deliveries': { body: Static<typeof NewDelivery> };
  'POST /deliveries/:id/assign': { body: Static<typeof Assignment> };
  'POST /deliveries/:id/cancel': { body: Static<typeof WithReason> };
  'POST /deliveries/:id/move': { body: Static<typeof DeliveryMove> };
  'POST /depots': { body: Static<typeof NewDepot> };
  'POST /devices/:id/revoke': { body: Static<typeof GivenReason> };
  'POST /events/:id/notes': { body: Static<typeof EventNote> };
  'POST /hub-codes': { body: Static<typeof HubCodeRequest> };
  'POST /hubs/:id/revoke': { body: Static<typeof GivenReason> };
  'POST /import/:kind': { query: 'dry_run' | 'file'; body: Uint8Array };
  'POST /import/:kind/mapping': { body: Static<typeof ImportMapping> };
  'POST /invoices': { body: Static<typeof NewSummaryInvoice> };
  'POST /invoices/:id/cancel': { body: Static<typeof GivenReason> };
  'POST /invoices/:id/credit-notes': { body: Static<typeof NewCreditNote> };
  'POST /journal-accounts': { body: Static<typeof NewJournalAccounts> };
  'POST /lots': { body: Static<typeof NewLot> };
  'POST /lots/:id/state': { body: Static<typeof LotStateChange> };
  'POST /payments': { body: Static<typeof NewPayment> };
  'POST /payments/:id/cancel': { body: Static<typeof GivenReason> };
  'POST /products': { body: Static<typeof NewProduct> };
  'POST /queue-files': { body: Uint8Array };
  'POST /reports/closings': { body: Static<typeof NewClosing> };
  'POST /reports/exports': { body: Static<typeof NewExport> };
  'POST /service-accounts': { body: Static<typeof NewServiceAccount> };
  'POST /service-accounts/:id/revoke': { body: Static<typeof WithReason> };
  'POST /stamp-rules': { body: Static<typeof NewStampRule> };
  'POST /stock/counts': { body: Static<typeof NewCount> };
  'POST /stock/receipts': { body: Static<typeof NewReceipt> };
  'POST /stock/transfers': { body: Static<typeof NewTransfer> };
  'POST /stock/transfers/:id/receive': { body: Static<typeof TransferReceipt> };
  'POST /stock/waste': { body: Static<typeof NewWaste> };
  'POST /tours/:id/settle': { body: Static<typeof GivenReason> };
  'POST /tours/move': { body: Static<typeof TourMove> };
  'POST /tva-rules': { body: Static<typeof NewTvaRule> };
  'POST /users': { body: Static<typeof NewUser> };
  'POST /users/:id/move': { body: Static<typeof Move> };
  'POST /webhooks': { body: Static<typeof NewWebhook> };
  'POST /webhooks/:id/change': { body: Static<typeof NewWebhook> };
  'POST /webhooks/:id/resume': { body: Record<string, never> };
  'POST /webhooks/:id/rotate': { body: Record<string, never> };
  'POST /webhooks/:id/stop': { body: Static<typeof WithReason> };
  'PUT /clients/bulk': {
    body: {
      rows: {
        name: string;
        phone?: string | null;
        address?: string | null;
        location?: Static<typeof Location> | null;
        tax_id?: string | null;
        kind?: Static<typeof ClientKind> | null;
        rc?: string | null;
        nif?: string | null;
        nis?: string | null;
        ai?: string | null;
        note?: string | null;
        opening_hours?: string | null;
        proof?: Static<typeof Proof> | null;
        credit_limit?: Static<typeof Centimes> | null;
        external_id: string;
        depot_ids?: Static<typeof Id>[];
      }[];
    };
  };
  'PUT /company': { body: Static<typeof CompanyInput> };
  'PUT /deliveries/bulk': {
    body: {
      rows: {
        depot_id: Static<typeof Id>;
        driver_user_id: Static<typeof Id>;
        client_id: Static<typeof Uuid>;
        planned_for: Static<typeof Day>;
        lines: Static<typeof PricedLine>[];
        external_id: string;
      }[];
    };
  };
  'PUT /depots/bulk': {
    body: {
      rows: { code: string; name: string; address?: string | null; phone?: string | null; external_id: string }[];
    };
  };
  'PUT /lots/bulk': {
    body: {
      rows: {
        depot_id: Static<typeof Id>;
        product_id: Static<typeof Id>;
        lot_number: string;
        produced_at: Static<typeof Day>;
        expires_at: Static<typeof Day>;
        quantity: number;
        external_id: string;
      }[];
    };
  };
  'PUT /products/bulk': {
    body: {
      rows: {
        code: string;
        name: string;
        unit: string;
        price_ht: number;
        tva_rate: Static<typeof TvaRate>;
        name_ar?: string | null;
        unit_ar?: string | null;
        barcode?: string | null;
        category?: string | null;
        lot_tracked?: boolean;
        price_lists?: Static<typeof ListPrice>[] | null;
        external_id: string;
      }[];
    };
  };
  'PUT /users/bulk': {
    body: {
      rows: {
        username: string;
        name: string;
        role: Static<typeof Role>;
        depot_id?: Static<typeof Id> | null;
        password?: string;
        external_id: string;
      }[];
    };
  };
}
