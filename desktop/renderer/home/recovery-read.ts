/** Times on the screen follow the server's, and move a little as that is learnt; two repairs are further apart. */
const SAME_MS = 10 * 60_000;

/** Whether the newest repair is the one that somebody has read, or an older one. */
export const isRead = (at: string, read: string | null): boolean =>
  read !== null && Date.parse(at) - Date.parse(read) < SAME_MS;
