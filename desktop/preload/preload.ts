import { contextBridge, ipcRenderer } from 'electron';
import { fillStatusPage } from './status-page.ts';
import { CHANNELS, type ProgramBridge, type StatusView } from './status-view.ts';

/**
 * Runs beside the window's page, in a world of its own. The hub's page gets one call from it, the system's dialog for a
 * folder, and is watched for its language, which the tray and the menu take over. The status page is filled in from here
 * and has no script.
 */
const isStatusPage = location.protocol === 'file:';

if (isStatusPage) {
  window.addEventListener('DOMContentLoaded', () => {
    ipcRenderer.on(CHANNELS.status, (_event, view: StatusView) =>
      fillStatusPage(document, view, (act) => ipcRenderer.send(CHANNELS.statusAct, act)),
    );
    ipcRenderer.send(CHANNELS.statusReady);
  });
} else {
  const bridge: ProgramBridge = { chooseFolder: () => ipcRenderer.invoke(CHANNELS.chooseFolder) };
  contextBridge.exposeInMainWorld('manchengo', bridge);
  // What stands in the page's file is nobody's choice: only what its script sets counts.
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target === document.documentElement)) {
      ipcRenderer.send(CHANNELS.language, document.documentElement.lang);
    }
  }).observe(document, { subtree: true, attributeFilter: ['lang'] });
}
