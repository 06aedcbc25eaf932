/** What the HQ API says besides the contract's entities. */

export type EventStatus = 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';

/** What a device said, and what became of it: rows of the lists events, conflicts and quarantine. */
export interface EventRecord {
  id: string;
  device_id: string;
  user_id: number;
  user_name: string | null;
  depot_id: number | null;
  entity_type: string;
  entity_id: string;
  /** Of the delivery that it is about, where it is about one. */
  reference: string | null;
  action: string;
  occurred_at: string;
  received_at: string;
  /** The device or hub that brought it. */
  received_via: string;
  stored_at: string;
  status: EventStatus;
  error_code: string | null;
}

/** One event, with the text as it was received. */
export interface ReceivedEvent extends EventRecord {
  received_text: string;
}

export interface AlertRecord {
  id: string;
  kind: string;
  depot_id: number | null;
  device_id: string | null;
  event_id: string | null;
  /** Its evidence: which members there are depends on the kind. */
  details: Record<string, unknown>;
  created_at: string;
  user_id: number | null;
  user_name: string | null;
  /** Of the event that it is about, where there is one. */
  entity_id: string | null;
  reference: string | null;
  seen_at: string | null;
  seen_by_name: string | null;
}

/** Of `alerts-by-user`: how many fraud signals about a person nobody has looked at. */
export interface UnseenOfUser {
  user_id: number;
  user_name: string;
  unseen: number;
}
