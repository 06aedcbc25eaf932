import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ManchengoProvider } from '#shared/ui/manchengo-provider.tsx';
import { listenForInstall } from '../app/install/install.ts';
import { kickOnReturn } from '../app/kick.ts';
import { i18n } from '../app/texts/i18n.ts';
import { eraseWhenTold, wipedBecause } from '../app/wipe/erase-browser.ts';
import { WipedPage } from '../app/wipe/wipe-pages.tsx';
import { connectPhone } from '../sync/phone-client.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');

function startPhone() {
  const worker = new Worker(new URL('../sync/worker.ts', import.meta.url), { type: 'module', name: 'manchengo' });
  const phone = connectPhone(worker);
  kickOnReturn(phone);
  eraseWhenTold(phone);
  return <App phone={phone} />;
}

/** An erased phone opens no store and registers nothing: it only says so, until somebody begins anew. */
function sayWiped(reason: string) {
  return (
    <ManchengoProvider i18n={i18n}>
      <WipedPage reason={reason} />
    </ManchengoProvider>
  );
}

listenForInstall();
const reason = wipedBecause();
createRoot(root).render(<StrictMode>{reason === null ? startPhone() : sayWiped(reason)}</StrictMode>);
