import { BlobUploader } from '#shared/sync-client/blob-uploader.ts';
import { type EngineState, SyncEngine } from '#shared/sync-client/engine.ts';
import type { AddressBook } from '../store/address-book.ts';
import { unsentBlobs } from '../store/blob-outbox.ts';
import { isMobileDataAllowed } from '../store/mobile-data.ts';
import type { PhoneStore } from '../store/phone-store.ts';
import { phoneCredentials } from './credentials.ts';
import { News } from './news.ts';
import type { NodeFinder } from './node-finder.ts';
import { contactNoter, heardFrom } from './note-contact.ts';
import type { PhoneDeps } from './phone-deps.ts';
import type { PhoneLock } from './phone-lock.ts';
import { statementRequester } from './request-statement.ts';
import type { Session, SessionStore } from './session-store.ts';

export interface ExchangeDeps extends PhoneDeps {
  deviceId: string;
  store: PhoneStore;
  sessionStore: SessionStore;
  finder: NodeFinder;
  book: AddressBook;
  lock: PhoneLock;
  onSession: (session: Session) => void;
  /** A node refused this device, and gave what it says is the server's order. */
  onWipeOrder: (order: string) => void;
}

/** All by which a signed-in phone and its nodes exchange something: events, changes and photos, and the notice that there are changes. */
export interface Exchange {
  engine: SyncEngine;
  uploader: BlobUploader;
  news: News;
}

/** Nothing is started yet. */
export function newExchange(deps: ExchangeDeps): Exchange {
  const { sql, clock, sessionStore, finder, store, surroundings, onChange = () => {} } = deps;
  const transport = finder.watched();
  const credentials = phoneCredentials({ sessionStore, transport, onSession: deps.onSession });
  const news = new News({
    credentials,
    clock,
    onNews() {
      finder.lookAgain();
      engine.kick();
    },
    onHeard(node) {
      engine.heard();
      if (heardFrom(sql, deps.book, node, clock.now())) onChange();
    },
  });
  const isServerSpared = () => surroundings?.isOnMobileData() === true && !isMobileDataAllowed(sql);
  const nodes = async () => {
    const inReach = await finder.nodes();
    const asked = isServerSpared() ? inReach.filter(({ kind }) => kind === 'hub') : inReach;
    news.follow(asked);
    return asked;
  };
  const isSaving = () => surroundings?.isSaving() ?? false;
  // Who is in reach is asked only where there is something to bring.
  const forPhotos = async () => (isSaving() || unsentBlobs(sql).count === 0 ? [] : nodes());
  const parts = { ...deps, transport, credentials };
  const uploader = new BlobUploader({ ...parts, nodes: forPhotos, outbox: store.blobs });
  const engine = new SyncEngine({
    ...parts,
    nodes,
    store: store.device,
    isSaving,
    isTold: news.isTold,
    onChange: stateTeller({ ...deps, credentials }),
  });
  return { engine, uploader, news };
}

/** What is made of each state of the engine. */
function stateTeller(deps: ExchangeDeps & { credentials: ReturnType<typeof phoneCredentials> }) {
  const { sql, book, onChange = () => {}, onEngine, onWipeOrder } = deps;
  const note = contactNoter(sql, book, onChange);
  const requestStatement = statementRequester({ ...deps, nodes: () => deps.finder.nodes() });
  return (state: EngineState): void => {
    note(state);
    onEngine?.(state);
    void requestStatement(state);
    for (const health of Object.values(state.nodes)) {
      if (health.state === 'revoked' && health.wipeOrder !== null) onWipeOrder(health.wipeOrder);
    }
  };
}
