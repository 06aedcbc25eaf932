import type { Journal } from '../journal.ts';
import type { TourDay } from './tour-id.ts';

/** An event as a tour sees it. */
export interface TourEvent {
  id: string;
  user_id: number;
  device_id: string;
  seq: number;
  entity_type: string;
  entity_id: string;
  action: string;
  payload: Record<string, unknown>;
  status: 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';
  /** Drift-corrected, never later than its arrival. */
  at: string;
}

/** Where in a device's journal a confirmation stands, and when it was made. */
export type Signature = Pick<TourEvent, 'device_id' | 'seq' | 'at'>;

export interface DriverDevice {
  id: string;
  is_active: boolean;
  last_seen_at: string | null;
  /** When its newest event was made; null where it has signed none. */
  last_event_at: string | null;
  journal: Pick<Journal, 'complete_up_to' | 'runs'>;
}

/** Everything that a tour's state is computed from. Events may come in any order, and more than the tour's own. */
export interface TourFacts {
  tour: TourDay;
  /** What is recorded of the tour itself, by whomever. */
  about: TourEvent[];
  /** What its driver recorded, from the beginning of the day on. */
  events: TourEvent[];
  /** What the server computed as delivered, by the delivery's id. */
  delivered: Map<string, { product_id: number; quantity: number }[]>;
  /** Confirmations that settle earlier tours of the driver: what stands before one belongs to its tour. */
  earlier: Signature[];
  devices: DriverDevice[];
}
