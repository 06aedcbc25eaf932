import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectPhone } from '../sync/phone-client.ts';
import { App } from './app.tsx';
import { kickOnReturn } from './kick.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');

const worker = new Worker(new URL('../sync/worker.ts', import.meta.url), { type: 'module', name: 'manchengo' });
const phone = connectPhone(worker);
kickOnReturn(phone);

createRoot(root).render(
  <StrictMode>
    <App phone={phone} />
  </StrictMode>,
);
