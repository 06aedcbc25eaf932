import type { LocalAuditEntry } from '#shared/contract/audit.ts';
import { testIds } from './test-device.ts';

/** A step as a phone writes it down. */
export const auditEntry = (more: Partial<LocalAuditEntry> = {}): LocalAuditEntry => ({
  id: testIds.uuid(),
  action: 'DELIVERY_OPENED',
  entity_type: 'DELIVERY',
  entity_id: testIds.uuid(),
  user_id: 1,
  device_id: testIds.uuid(),
  occurred_at: '2026-11-22T10:00:00.000Z',
  context: { app_version: '1.0.0', battery_level: 80, network_type: 'wifi' },
  payload_hash: '0'.repeat(64),
  ...more,
});
