import type { DeliveryStatus } from '#shared/contract/entities.ts';

export const DELIVERY_STATUSES: readonly DeliveryStatus[] = ['PENDING', 'VALIDATED', 'PARTIAL', 'FAILED', 'CANCELLED'];
