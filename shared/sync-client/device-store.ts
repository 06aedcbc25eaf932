import type { BootstrapResponse, NodeKind, PullResponse, PushResponse, Relayed } from '#shared/contract/sync.ts';

/** A node that the device may speak to. */
export interface NodeRef {
  kind: NodeKind;
  /** Origin without a trailing slash, e.g. `https://manchengo.local:8443`. */
  url: string;
  /** Who it is, by whatever address it is called: a hub's id. Absent: the address says it. */
  id?: string;
  /** Of its program, as it says itself; absent where it says none. */
  version?: string;
}

/** What a device notes about a node stands under this name: in another yard another hub answers to the same address. */
export const nodeKey = ({ id, url }: NodeRef): string => id ?? url;

/** An event as it goes over the wire: its own text, never written anew. */
export interface Outgoing {
  id: string;
  text: string;
  /** By hubs: what it saw when the origin handed the event over. */
  relayed?: Relayed;
}

/** How a phone is, for HQ's arrival board and the depot's screen. */
export interface DeviceSaid {
  /** The last number that it has made. */
  made: number;
  /** Entries of its person that no node has taken. */
  unsent: number;
  /** Percent; null where the browser does not tell. */
  battery: number | null;
  app: string | null;
}

/**
 * What a device keeps, durably: its outbox, its cursor and its cache. The phone implements it on SQLite in the browser,
 * the hub on SQLite in Node, and one engine drives both. Every call is one transaction: it is on disk when it resolves.
 */
export interface DeviceStore {
  /**
   * The events that this node should be offered, oldest first, at most `maxEvents` and about `maxBytes` of text. The
   * server is offered all that is not purged; a hub what no hub or server has acked.
   */
  nextBatch(node: NodeRef, maxEvents: number, maxBytes: number): Promise<Outgoing[]>;
  /** Takes in a node's answer: custody moves on, or an event goes to the inbox with its reason. */
  recordPush(node: NodeRef, sent: Outgoing[], answer: PushResponse): Promise<void>;
  /** An event that the node cannot take even alone (413 or 500): into the inbox, so that the others go on. */
  setAside(node: NodeRef, eventId: string, code: string): Promise<void>;
  /** What to ask this node with. Null: for a snapshot, as before the first. */
  cursor(node: NodeRef): Promise<string | null>;
  /** Applies a page of changes, its checkpoint and its cursor together. Applying twice is harmless. */
  applyPage(page: PullResponse): Promise<void>;
  /** Throws where a snapshot is known not to fit here: then no page of it is asked for. */
  beforeLoad?(): void;
  /** Puts one page of a new snapshot aside. `first` forgets pages of an attempt that was cut off. */
  stageScope(page: BootstrapResponse, first: boolean): Promise<void>;
  /** Replaces the cache, never the outbox, by what was staged from this node. */
  commitScope(nextSince: string, node: NodeRef): Promise<void>;
  /** The furthest head of the server's log that the server has signed, to be shown to nodes; null where there is none. */
  signedHead(): Promise<string | null>;
  /** What a phone says of itself with each pull; a hub says how it is in a report of its own. */
  said?(): Promise<DeviceSaid>;
  /** How many events no server has. */
  unsent(): Promise<number>;
}
