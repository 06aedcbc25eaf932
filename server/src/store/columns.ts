/**
 * The columns of each entity exactly as the contract names its fields, so that a row *is* the entity. One letter
 * stands for each table: `d` depots, `u` users, `p` products, `c` clients, `dl` deliveries, `i` invoices,
 * `s` stock_levels, `l` lots, `dv` devices, `h` hubs. No secret column stands in any of them.
 */
export const DEPOT = 'd.id, d.code, d.name';
export const USER = 'u.id, u.username, u.name, u.role, u.depot_id, u.is_active';
export const PRODUCT = 'p.id, p.code, p.name, p.unit, p.price_ht, p.tva_rate, p.is_active';
export const CLIENT = `c.id,
  ARRAY(SELECT cd.depot_id FROM client_depots cd WHERE cd.client_id = c.id ORDER BY cd.depot_id) AS depot_ids,
  c.name, c.phone, c.address, c.location, c.tax_id, c.balance, c.updated_at`;
/** Needs `clients c` beside `deliveries dl`. */
export const DELIVERY = `dl.id, dl.reference, dl.depot_id, dl.driver_user_id, dl.client_id, c.name AS client_name,
  dl.planned_for, dl.status, dl.lines, dl.total_ht, dl.total_tva, dl.total_ttc, dl.validated_at, dl.validated_by,
  dl.qr_payload`;
export const INVOICE = `i.id, i.reference, i.depot_id, i.client_id, i.delivery_id, i.lines, i.total_ht, i.total_tva,
  i.stamp_duty, i.total_ttc, i.payment, i.created_by, i.created_at`;
export const STOCK_LEVEL = 's.product_id, s.depot_id, s.quantity, s.as_of';
export const LOT = `l.id, l.depot_id, l.product_id, l.lot_number, l.produced_at, l.expires_at, l.received_quantity,
  l.remaining_quantity`;
export const DEVICE = `dv.id, dv.user_id, dv.name, dv.platform, dv.app_version, dv.is_active, dv.registered_at,
  dv.last_seen_at, dv.pending_events, dv.clock_drift_ms, dv.revoked_at, dv.revoke_reason,
  dv.wipe_state, dv.wipe_told_at, dv.wipe_confirmed_at`;
export const HUB = 'h.id, h.depot_id, h.name, h.app_version, h.last_seen_at, h.backlog, h.certificate_expires_at';
