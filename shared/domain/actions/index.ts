import type { TSchema } from 'typebox';
import type { CATALOGUE, SyncEvent } from '#shared/contract/events.ts';
import type { Upcasts } from '../upcast.ts';
import { auditBatch } from './audit-batch.ts';
import { auditEntry } from './audit-entry.ts';
import { clientCreated } from './client-created.ts';
import { clientUpdated } from './client-updated.ts';
import { correctionRequested } from './correction-requested.ts';
import type { Action } from './define-action.ts';
import { deliveryFailed } from './delivery-failed.ts';
import { deliveryValidated } from './delivery-validated.ts';
import { deskAct } from './desk-act.ts';
import { invoiceCreated } from './invoice-created.ts';
import { paymentCollected } from './payment-collected.ts';
import { tourConfirmed } from './tour-confirmed.ts';
import { tourCounted } from './tour-counted.ts';
import { vanLoaded } from './van-loaded.ts';
import { visitSkipped } from './visit-skipped.ts';

type Catalogue = typeof CATALOGUE;
/** A definition for each entry of the catalogue, with its names and its schema; one that is missing is a type error. */
type Registry = {
  readonly [Entity in keyof Catalogue]: {
    readonly [Name in keyof Catalogue[Entity]]: Action<
      Entity,
      Name & string,
      Catalogue[Entity][Name] extends TSchema ? Catalogue[Entity][Name] : never
    >;
  };
};

/** Everything that a device may say. Whatever the product knows of an action is asked of its definition here. */
export const ACTIONS = {
  DELIVERY: {
    DELIVERY_VALIDATED: deliveryValidated,
    DELIVERY_FAILED: deliveryFailed,
    VISIT_SKIPPED: visitSkipped,
    CORRECTION_REQUESTED: correctionRequested('DELIVERY'),
  },
  INVOICE: {
    INVOICE_CREATED: invoiceCreated,
    CORRECTION_REQUESTED: correctionRequested('INVOICE'),
  },
  CLIENT: {
    CLIENT_CREATED: clientCreated,
    CLIENT_UPDATED: clientUpdated,
    CORRECTION_REQUESTED: correctionRequested('CLIENT'),
  },
  PAYMENT: {
    PAYMENT_COLLECTED: paymentCollected,
    CORRECTION_REQUESTED: correctionRequested('PAYMENT'),
  },
  AUDIT: { AUDIT_BATCH: auditBatch, DESK_ACT: deskAct },
  TOUR: {
    VAN_LOADED: vanLoaded,
    TOUR_COUNTED: tourCounted,
    TOUR_CONFIRMED: tourConfirmed,
    CORRECTION_REQUESTED: correctionRequested('TOUR'),
  },
} as const satisfies Registry;

/** The names of all actions, whatever their entity. */
export type ActionName = { [Entity in keyof Catalogue]: keyof Catalogue[Entity] }[keyof Catalogue] & string;

/** All definitions, audit entries of other names aside. */
export const ALL_ACTIONS: readonly Action[] = Object.values(ACTIONS).flatMap(
  // Each rule takes the payload of its own schema, and gets none that this schema has not passed.
  (actions) => Object.values(actions) as unknown as Action[],
);

const byName = new Map(ALL_ACTIONS.map((action) => [`${action.entity}/${action.name}`, action]));

/** The definition of what an event says; none where this program does not know it. An audit entry may bear any name. */
export const actionOf = ({ entity_type, action }: Pick<SyncEvent, 'entity_type' | 'action'>): Action | undefined =>
  byName.get(`${entity_type}/${action}`) ?? (entity_type === 'AUDIT' ? (auditEntry as unknown as Action) : undefined);

/** The steps that lift payloads of earlier versions, by the actions' names. */
export const UPCASTS: Upcasts = Object.fromEntries(
  ALL_ACTIONS.map(({ entity, name, upcasts }) => [`${entity}/${name}`, [...upcasts]]),
);
