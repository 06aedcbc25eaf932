import type { Client, Delivery, Depot, Product } from './entities.ts';
import type { Pairing } from './finding.ts';

/**
 * The hub's loopback API for its own window (`desktop_url`): GET /api/desktop/overview and /api/desktop/deliveries.
 * Every call carries the window's token as `Authorization: Bearer`. It is no part of the wire contract.
 */
export interface DesktopOverview {
  now: string;
  depot: Depot;
  hub: { id: string; name: string };
  /** Where phones of this yard open the app. */
  app_url: string;
  /** What the pairing QR code says. */
  pairing: Pairing;
  /** Where phones that do not trust the company CA yet get it; null where they need none. */
  trust_page: TrustPage | null;
  /** The hub's TLS certificate: whether somebody has to see to it. Null where it has none. */
  certificate: { expires_at: string; health: 'good' | 'ending' | 'expired' } | null;
  /** Other hubs that are heard in this hub's networks, as they say of themselves: nothing of it is proven. */
  neighbours: { hub: string; depot: string; host: string }[];
  wan: Line & { drain: Drain | null };
  disk: { level: DiskLevel; free_bytes: number; floor_bytes: number };
  queue: { waiting: number; oldest_at: string | null; forwarded_today: number };
  phones: DesktopPhone[];
  /** `late`: of earlier days, and neither done nor cancelled. */
  deliveries_today: {
    planned: number;
    validated: number;
    partial: number;
    failed: number;
    cancelled: number;
    late: number;
  };
  attention: DesktopAttention[];
}

/** The hub's line to HQ. */
export interface Line {
  /** Whether HQ takes what is handed in, and gives its news. */
  reachable: boolean;
  state: LineState;
  last_contact_at: string | null;
  /** Since when it has been in this state; null before the first attempt. */
  since: string | null;
  /** Why HQ does not take part although something answers; null in every other state. */
  trouble: LineTrouble | null;
}

/**
 * `TRYING`: nothing was tried since the program began. `CUT`: nobody answers. `REFUSED`: HQ, or what stands in its place,
 * answers and does not let this hub in.
 */
export type LineState = 'TRYING' | 'ANSWERS' | 'CUT' | 'REFUSED';

/**
 * Why this hub is not let in. `CLOCK`: HQ's certificate is of another time than this PC's. `STRANGER`: what answers cannot
 * prove that it is HQ. `PORTAL`: what answers is no node, such as a provider's page. `UNKNOWN_HUB`: HQ does not know this
 * hub or its key, or has closed it. `VERSION`: this program is too old for HQ. `BUSY`: HQ has no time now.
 */
export type LineTrouble = 'CLOCK' | 'STRANGER' | 'PORTAL' | 'UNKNOWN_HUB' | 'VERSION' | 'BUSY' | 'OTHER';

/**
 * What the hub's disk bears. `NO_PHOTOS`: below the floor, no new photos are taken. `NO_EVENTS`: no new events either.
 * `FULL`: nothing but handing on.
 */
export type DiskLevel = 'GOOD' | 'NO_PHOTOS' | 'NO_EVENTS' | 'FULL';

/** How a long queue goes up. */
export interface Drain {
  sent: number;
  /** What has gone and what waits. */
  total: number;
  per_second: number;
  /** Null while nothing moves. */
  seconds_left: number | null;
}

/** The page over plain HTTP that gives phones the company CA. */
export interface TrustPage {
  /** The page, by each address of the hub. */
  urls: string[];
  /** SHA-256 of the CA, 64 lower-case hex digits: a person compares it with what the phone shows. */
  fingerprint: string;
}

export interface DesktopPhone {
  device_id: string;
  user_id: number;
  user_name: string;
  role: string;
  last_seen_at: string;
  /** Of what this phone handed in, how much waits here for HQ. */
  pending_events: number;
  clock_drift_ms: number;
}

/** An event that needs a person: refused or quarantined by HQ, or set aside here. */
export interface DesktopAttention {
  event_id: string;
  action: string;
  entity_id: string;
  reference: string | null;
  user_name: string | null;
  error_code: string;
  at: string;
}

/**
 * GET /api/desktop/deliveries?day=2026-11-22 (today in Algiers where absent): the deliveries planned for a day,
 * in today's list also those of earlier days that are neither done nor cancelled, `qr_payload` included, with what a delivery note says of their lines and clients. This is where notes are printed.
 */
export interface DesktopDeliveries {
  day: string;
  items: (Delivery & { driver_name: string | null })[];
  /** The products that the lines name. */
  products: Product[];
  /** The clients that the deliveries name. */
  clients: Client[];
}
