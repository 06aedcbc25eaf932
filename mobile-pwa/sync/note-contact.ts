import type { EngineState } from '#shared/sync-client/engine.ts';
import type { AddressBook } from '../store/address-book.ts';
import { noteContact } from '../store/contact.ts';
import type { Sql } from '../store/sql.ts';

/** Notes which node answered last, each time that the engine tells of an answer. */
export function contactNoter(sql: Sql, book: AddressBook, onNews: () => void): (state: EngineState) => void {
  let noted: number | null = null;
  return ({ lastContactAt, nodes }) => {
    if (lastContactAt === null || lastContactAt === noted) return;
    const url = Object.entries(nodes).find(([, health]) => health.state === 'ok' && health.at === lastContactAt)?.[0];
    if (url === undefined) return;
    noted = lastContactAt;
    if (heardFrom(sql, book, { url }, lastContactAt)) onNews();
  };
}

/** A node has given a sign of life. True: that tells something new. */
export function heardFrom(sql: Sql, book: AddressBook, { url }: { url: string }, at: number): boolean {
  const known = book.all().find((address) => address.url === url);
  return noteContact(sql, { at, node: known?.node ?? 'server', depot: known?.depot ?? null });
}
