import type { DeviceCard } from './sign-in.ts';

/** Set by Vite from package.json. */
declare const __APP_VERSION__: string;

const SYSTEMS: [RegExp, string][] = [
  [/Android [\d.]+/, ''],
  [/iPhone OS [\d_]+/, ''],
  [/Windows NT/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** What the list of devices at HQ shows: the system as the browser tells it, and the app's version. */
export function deviceCard(userAgent: string): DeviceCard {
  const system = systemOf(userAgent);
  const model = /Android [\d.]+; ([^;)]+)/.exec(userAgent)?.[1]?.trim();
  return { name: model ?? system, platform: system, app_version: __APP_VERSION__ };
}

function systemOf(userAgent: string): string {
  for (const [pattern, name] of SYSTEMS) {
    const match = pattern.exec(userAgent);
    if (match) return name || match[0].replaceAll('_', '.');
  }
  return 'web';
}
