import Type, { type Static } from 'typebox';
import { Client, Company, Delivery, Depot, Product } from '../entities.ts';
import { DeliveryFailed, DeliveryValidated } from '../events.ts';
import { Nullable } from '../scalars.ts';

/** A photo or a signature that an entry names. */
const Picture = Type.Object({
  sha256: Type.String(),
  /** It lies in this hub: GET /api/desktop/photos/:sha256. */
  here: Type.Boolean(),
});
export type Picture = Static<typeof Picture>;

/** What the phone said, as far as it can be read; a newer phone may say more. */
export const DeliveryDetails = Type.Partial(
  Type.Object({
    received_by: DeliveryValidated.properties.received_by,
    cash_collected: DeliveryValidated.properties.cash_collected,
    lines: DeliveryValidated.properties.lines,
    reason: DeliveryFailed.properties.reason,
    note: DeliveryFailed.properties.note,
  }),
);
export type DeliveryDetails = Static<typeof DeliveryDetails>;

/** What somebody recorded about a delivery, and handed in here. */
export const DeliveryRecord = Type.Object({
  event_id: Type.String(),
  action: Type.String(),
  /** When it was done, by the server's time. */
  at: Type.String(),
  user_name: Nullable(Type.String()),
  custody: Type.Union([Type.Literal('HERE'), Type.Literal('AT_HQ')]),
  /** Why HQ, or this hub, did not take it; null where nobody refused it. */
  error_code: Nullable(Type.String()),
  details: DeliveryDetails,
  signature: Nullable(Picture),
  photos: Type.Array(Picture),
});
export type DeliveryRecord = Static<typeof DeliveryRecord>;

export const DesktopDelivery = Type.Object({
  ...Delivery.properties,
  driver_name: Nullable(Type.String()),
  /** What was handed in here about it and waits for HQ; null where nothing does. */
  handed_in: Nullable(Type.Union([Type.Literal('DELIVERY_VALIDATED'), Type.Literal('DELIVERY_FAILED')])),
});
export type DesktopDelivery = Static<typeof DesktopDelivery>;

/**
 * GET /api/desktop/deliveries?day=2026-11-22 (today in Algiers where absent): the deliveries planned for a day,
 * in today's list also those of earlier days that are neither done nor cancelled, `qr_payload` included, with what a delivery note says of their lines and clients. This is where notes are printed.
 */
export const DesktopDeliveries = Type.Object({
  day: Type.String(),
  items: Type.Array(DesktopDelivery),
  /** The products that the lines name. */
  products: Type.Array(Product),
  /** The clients that the deliveries name. */
  clients: Type.Array(Client),
  /** Whose papers these are: the company's legal identities, null where HQ has not written them, and the depot. */
  company: Nullable(Company),
  depot: Depot,
});
export type DesktopDeliveries = Static<typeof DesktopDeliveries>;

/** GET /api/desktop/deliveries/:id: one of them, with what was recorded about it, the oldest first. */
export const DesktopDeliveryDetail = Type.Object({
  delivery: DesktopDelivery,
  /** Who validated it, as HQ says; null where nobody has, or where that name is not known here. */
  validated_by_name: Nullable(Type.String()),
  products: Type.Array(Product),
  client: Nullable(Client),
  records: Type.Array(DeliveryRecord),
});
export type DesktopDeliveryDetail = Static<typeof DesktopDeliveryDetail>;
