import { ask, askColumn } from './ask.ts';
import type { Held } from './server-fixture.ts';
import type { SimHub } from './sim-hub.ts';
import type { SimPhone } from './sim-phone.ts';

/** What an event of the ledger names. */
interface Naming {
  id: string;
  device_id: string;
  phone: string;
  payload: Record<string, unknown>;
}

/** A photo as somebody took it. */
export interface TakenPhoto {
  name: string;
  phone: string;
  device_id: string;
  event_id: string;
}

export const photosOn = (phone: SimPhone): string[] => askColumn(phone.database, 'SELECT sha256 FROM blob_bytes');
export const UNSENT_PHOTOS = `SELECT sha256 FROM blobs WHERE at_server = 0
  AND sha256 IN (SELECT sha256 FROM blob_refs)`;
export const UNFORWARDED_PHOTOS = 'SELECT lower(hex(sha256)) FROM blobs WHERE sent_at IS NULL';
const GIVEN_UP = 'SELECT sha256 FROM blobs WHERE at_server = 1';
const AT_HUB = 'SELECT lower(hex(sha256)) FROM blobs';

/** The simulator's own account of every photo. It shares no code with the product. */
export class PhotoLedger {
  readonly taken: TakenPhoto[] = [];
  /** Photos of which no copy is left anywhere, by a disaster. */
  readonly burnt = new Set<string>();
  readonly #fault: (text: string) => void;
  readonly #everAtServer = new Set<string>();
  /** What the server has called whole. */
  #promised = new Set<string>();

  constructor(fault: (text: string) => void) {
    this.#fault = fault;
  }

  enter({ id, device_id, phone, payload }: Naming): void {
    const names = [payload.signature_blob, ...((payload.photo_blobs as string[] | undefined) ?? [])];
    for (const name of names) if (typeof name === 'string') this.taken.push({ name, phone, device_id, event_id: id });
  }

  /** The server has said of a photo that all of it is there. */
  promise(name: string): void {
    this.#promised.add(name);
  }

  /** After each step: what is promised is there, and no phone has given up what the server never had. */
  look(phones: SimPhone[], held: Held): void {
    const atServer = new Set(held.blobs);
    for (const name of atServer) this.#everAtServer.add(name);
    for (const name of this.#promised)
      if (!atServer.has(name)) this.#fault(`the server said that the photo ${name} is there, and it is not`);
    for (const phone of phones) {
      for (const { sha256 } of ask<{ sha256: string }>(phone.database, GIVEN_UP)) {
        if (!this.#everAtServer.has(sha256)) this.#fault(`${phone.name} gave up ${sha256}, which the server never had`);
      }
    }
  }

  /** A disk was changed for another: promises end with it, and photos that nobody has any more are burnt. */
  afterDisaster(phones: SimPhone[], hubs: SimHub[], held: Held): void {
    const copies = new Set(held.blobs);
    this.#promised = new Set([...this.#promised].filter((name) => copies.has(name)));
    for (const hub of hubs) {
      for (const name of askColumn<string>(hub.database, AT_HUB)) if (hub.files.whole.has(name)) copies.add(name);
    }
    for (const phone of phones) for (const name of photosOn(phone)) copies.add(name);
    for (const { name } of this.taken) if (!copies.has(name)) this.burnt.add(name);
  }
}
