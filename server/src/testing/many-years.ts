import type { Database } from '../store/database.ts';

/** Three years of a company of two depots and ten drivers as nothing but rows, a few statements for all of them. */
const STATEMENTS = `
  INSERT INTO clients (id, name, phone, updated_at) SELECT gen_random_uuid(), 'Client ' || n, '0550' || n, now()
     FROM generate_series(1, 2000) AS n;
  INSERT INTO users (username, name, role, depot_id, password_hash, is_active)
     SELECT 'many.' || n, 'Chauffeur ' || n, role, depot_id, password_hash, true FROM users, generate_series(1, 9) AS n
     WHERE username = 'driver';
  INSERT INTO devices (id, user_id, name, platform, app_version, public_key, registered_at)
     SELECT gen_random_uuid(), id, 'Phone', 'x', '1', '{}', now() FROM users WHERE role = 'driver';
  INSERT INTO deliveries (id, reference, depot_id, driver_user_id, client_id, planned_for, status, lines, total_ht, total_tva,
       total_ttc, qr_payload)
     SELECT gen_random_uuid(), 'BL-X-2024-' || lpad(n::text, 6, '0'), d.ids[1 + n % 2], u.ids[1 + n % cardinality(u.ids)],
       c.ids[1 + n % 2000], date '2024-01-01' + n / 100, CASE WHEN n % 5000 = 7 THEN 'FAILED' ELSE 'VALIDATED' END, '[]', 0, 0, 0, ''
     FROM (SELECT array_agg(id) AS ids FROM clients) c, (SELECT array_agg(id) AS ids FROM users WHERE role = 'driver') u,
       (SELECT array_agg(id) AS ids FROM depots) d, generate_series(1, 100000) AS n;
  INSERT INTO invoices (id, reference, depot_id, client_id, lines, total_ht, total_tva, stamp_duty, total_ttc, payment,
       created_by, created_at)
     SELECT gen_random_uuid(), 'FAC' || substr(reference, 3), depot_id, client_id, '[]', 0, 0, 0, 1, 'CREDIT', driver_user_id,
       timestamptz '2024-01-01' + right(reference, 6)::integer * interval '15 minutes' FROM deliveries;
  INSERT INTO payments (id, client_id, depot_id, user_id, amount, method, collected_at)
     SELECT gen_random_uuid(), client_id, depot_id, created_by, 1, 'CASH', created_at FROM invoices
     WHERE right(reference, 1) IN ('0', '5');
  INSERT INTO credit_notes (id, reference, invoice_id, depot_id, client_id, lines, by_rate, total_ht, total_tva, total_ttc,
       goods_back, reason, created_by, created_at)
     SELECT gen_random_uuid(), 'AV' || substr(reference, 4), id, depot_id, client_id, '[]', '[]', 0, 0, 1, true, 'x', created_by,
       created_at FROM invoices WHERE right(reference, 1) = '0';
  INSERT INTO tours (driver_user_id, day, depot_id, state, settlement)
     SELECT DISTINCT driver_user_id, planned_for, 1, 'SETTLED', '{}'::jsonb FROM deliveries;
  INSERT INTO events (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at, received_at,
       drift_ms, received_via, stored_at, status, error_code)
     SELECT gen_random_uuid(), dv.ids[1 + n % cardinality(dv.ids)], dv.users[1 + n % cardinality(dv.ids)], n, 'DELIVERY',
       coalesce(dl.ids[n / 2]::text, 'x'), CASE WHEN n % 200 = 3 THEN 'CORRECTION_REQUESTED' ELSE 'DELIVERY_VALIDATED' END, 'x', '{}', at, at, 0,
       dv.ids[1], at, CASE WHEN n % 200 = 1 THEN 'REJECTED' WHEN n % 200 = 2 THEN 'QUARANTINED' ELSE 'APPLIED' END,
       CASE WHEN n % 200 = 1 THEN 'ALREADY_VALIDATED' END
     FROM (SELECT array_agg(id) AS ids, array_agg(user_id) AS users FROM devices WHERE name = 'Phone') dv,
       (SELECT array_agg(id) AS ids FROM deliveries) dl, generate_series(1, 200000) AS n, LATERAL (SELECT timestamptz '2024-01-01' + n * interval '7 minutes' AS at) t;
  INSERT INTO alerts (id, kind, depot_id, device_id, event_id, created_at, seen_at)
     SELECT gen_random_uuid(), CASE WHEN n % 100 = 3 THEN 'CLOCK_DRIFT' ELSE 'LATE' END, 1, device_id, id, stored_at,
       CASE WHEN n % 50 <> 0 THEN stored_at END
     FROM (SELECT *, row_number() OVER (ORDER BY stored_at) AS n FROM events WHERE seq % 5 = 0) e;
  INSERT INTO acts (at, user_id, user_name, device_id, what, entity_type, entity_id, entity_name, reason)
     SELECT created_at, created_by, 'Samia', id, 'INVOICE_CANCELLED', 'INVOICE', id::text, reference, 'Erreur' FROM invoices
     WHERE right(reference, 1) IN ('1', '2', '3');
  INSERT INTO audit_steps (id, event_id, device_id, user_id, action, entity_type, entity_id, occurred_at, context, payload_hash)
     SELECT gen_random_uuid(), id, device_id, user_id, 'SCREEN_OPENED', 'x', 'x', occurred_at, '{}', 'x' FROM events
     WHERE seq % 4 = 0;
  INSERT INTO changes (id, occurred_at, body)
     SELECT 40000 + n, now() - (1000000 - n) * interval '1 second', '{}' FROM generate_series(1, 1000000) AS n;
  INSERT INTO positions (first_pos, first_id, size, said_at)
     SELECT last + n * 1000 + 1, 40000 + n * 1000 + 1, 1000, now() FROM change_counter, generate_series(0, 999) AS n;
  UPDATE change_counter SET last = last + 1000000`;

export async function fillManyYears(owner: Database): Promise<void> {
  await owner.query(STATEMENTS);
  await owner.query('VACUUM (ANALYZE)');
}
