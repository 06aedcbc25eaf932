import type { NodeRef } from './device-store.ts';

/** How a device proves who it is; the phone renews by refresh token, a hub by an assertion signed with its key. */
export interface Credentials {
  /** The value of the `Authorization` header, or null where nobody is signed in. */
  authorization(node: NodeRef): Promise<string | null>;
  /** After a 401. `refused` needs a person; `unreachable` is tried again later and costs nothing. */
  renew(node: NodeRef): Promise<'renewed' | 'unreachable' | 'refused'>;
}
