import Type, { type Static } from 'typebox';
import { Depot } from './entities.ts';
import { Nullable, Uuid } from './scalars.ts';
import { NodeKind } from './sync.ts';

/**
 * GET /api/node, of either node, without a token: who is here. It is the node's own claim, which proves nothing; a phone
 * learns from it which yard it is in, and takes a node for the server only where the server's signed origins say so.
 */
export const NodeCard = Type.Object({
  v: Type.Literal(1),
  node: NodeKind,
  /** A hub's id and its depot; null for the server. */
  hub: Nullable(Uuid),
  depot: Nullable(Depot),
  /** Of the node's program; absent where it is from before there was one. */
  app_version: Type.Optional(Type.String()),
  /** The addresses by which phones of this yard call this hub, the app's name among them; empty on loopback and for the server. */
  urls: Type.Array(Type.String()),
});
export type NodeCard = Static<typeof NodeCard>;

/** What the QR code on a hub's screen says, as JSON. */
export const Pairing = Type.Object({
  v: Type.Literal(1),
  /** The depot's code. */
  depot: Type.String(),
  /** The hub's id. */
  hub: Type.String(),
  urls: Type.Array(Type.String()),
  /** The central server's address, to show; only what the server has signed makes a phone believe it. */
  server: Type.String(),
  /** SHA-256 of the company CA, 64 hex digits; null where TLS is off. */
  ca: Nullable(Type.String()),
});
export type Pairing = Static<typeof Pairing>;

/** Where a hub gives phones the company CA over plain HTTP, unless it is set otherwise. */
export const STANDARD_PAIRING_PORT = 8480;
