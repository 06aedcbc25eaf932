import type { QueryClient } from '@tanstack/react-query';
import type { i18n as I18n } from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ManchengoProvider } from '#shared/ui/manchengo-provider.tsx';
import { listenForInstall } from '../app/install/install.ts';
import { kickOnReturn } from '../app/kick.ts';
import { openQueries } from '../app/queries.ts';
import { loadI18n } from '../app/texts/i18n.ts';
import { eraseWhenTold, wipedBecause } from '../app/wipe/erase-browser.ts';
import { WipedPage } from '../app/wipe/wipe-pages.tsx';
import { connectPhone, type PhoneClient, type StartedWorker } from '../sync/phone-client.ts';
import { App } from './app.tsx';

declare global {
  interface Window {
    /** What old-browser.js has started, so that the data are opened while this program still loads. */
    startedWorker?: StartedWorker;
  }
}

function startedWorker(): StartedWorker {
  const worker = () => new Worker(new URL('../sync/worker.ts', import.meta.url), { name: 'manchengo' });
  return window.startedWorker ?? { worker: worker(), said: [], hasFailed: false };
}

interface Started {
  phone: PhoneClient;
  queries: QueryClient;
}

function startPhone(): Started {
  const phone = connectPhone(startedWorker());
  kickOnReturn(phone);
  eraseWhenTold(phone);
  const queries = openQueries(phone);
  phone.listen();
  return { phone, queries };
}

/** An erased phone opens no store and registers nothing: it only says so, until somebody begins anew. */
function sayWiped(reason: string, i18n: I18n) {
  return (
    <ManchengoProvider i18n={i18n}>
      <WipedPage reason={reason} />
    </ManchengoProvider>
  );
}

/**
 * The data are opened while the texts come: both take their time on an old phone. Until then the page shows the shape of
 * a screen, and the first that is drawn is the one that somebody wants.
 */
async function start(root: HTMLElement): Promise<void> {
  const reason = wipedBecause();
  const started = reason === null ? startPhone() : null;
  const [i18n] = await Promise.all([loadI18n(), started?.phone.opened()]);
  createRoot(root).render(
    <StrictMode>{started === null ? sayWiped(reason ?? '', i18n) : <App {...started} i18n={i18n} />}</StrictMode>,
  );
}

listenForInstall();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
start(root).catch((error: unknown) => {
  // Its texts are in a file of their own, which could not be had: the page itself holds the sentence, in three languages.
  root.hidden = true;
  document.getElementById('not-started')?.removeAttribute('hidden');
  throw error;
});
