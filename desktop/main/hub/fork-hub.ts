import { app, safeStorage, utilityProcess } from 'electron';
import type { FromHub, HubReport, ToHub } from '#shared/contract/hub-process.ts';
import type { LogFile } from '../diagnostics/log-file.ts';
import { HUB } from '../places.ts';
import { answerVault } from './answer-vault.ts';
import { type ForkedHub, watchHub } from './hub-process.ts';
import { hubSettings } from './hub-settings.ts';

export interface Forked extends ForkedHub {
  tell(message: ToHub): void;
}

/** Forks the hub into a process of its own: what ends it ends neither window nor tray. */
export function forkHub(log: LogFile, onReport: (report: HubReport) => void): Forked {
  const env = hubSettings(app.getPath('userData'), app.isPackaged, process.env);
  const hub = utilityProcess.fork(HUB, ['setup'], { stdio: 'pipe', serviceName: 'hub', env });
  const tell = (message: ToHub) => hub.postMessage(message);
  hub.on('message', (message: FromHub) => {
    if ('tell' in message) onReport(message);
    else tell(answerVault(message, safeStorage));
  });
  return { ...watchHub(hub, log.write), tell };
}
