import { expect, test } from 'vitest';
import { Surroundings } from './surroundings.ts';

test('[POWER-1] below a fifth and not charging the phone saves power, until it charges or its person asks', () => {
  let now = 0;
  const phone = new Surroundings('1.0.0', { onLine: true }, () => now);
  expect(phone.isSaving()).toBe(false);
  phone.tellBattery({ level: 20, isCharging: false });
  expect(phone.isSaving()).toBe(false);
  phone.tellBattery({ level: 19, isCharging: false });
  expect(phone.isSaving()).toBe(true);
  phone.tellBattery({ level: 19, isCharging: true });
  expect(phone.isSaving()).toBe(false);
  phone.tellBattery({ level: 19, isCharging: false });
  phone.sendAll();
  expect(phone.isSaving()).toBe(false);
  now += 5 * 60_000;
  expect(phone.isSaving()).toBe(true);
  phone.tellBattery(null);
  expect(phone.isSaving()).toBe(false);
});

test('[AUDIT-1] a step tells the app’s version, the battery and the network as the browser names it', () => {
  const context = (navigator: object) => new Surroundings('1.0.0', navigator as never).context();
  expect(context({ onLine: false, connection: { type: 'wifi' } }).network_type).toBe('offline');
  expect(context({ onLine: true, connection: { type: 'wifi', effectiveType: '4g' } }).network_type).toBe('wifi');
  expect(context({ onLine: true, connection: { effectiveType: '3g' } }).network_type).toBe('3g');
  expect(context({ onLine: true })).toEqual({ app_version: '1.0.0', battery_level: null, network_type: 'online' });
});

test('[POWER-3] whether a phone is on mobile data is known where its browser names the network', () => {
  const on = (connection?: object) =>
    new Surroundings('1.0.0', { onLine: true, ...(connection ? { connection } : {}) } as never).isOnMobileData();
  expect(on({ type: 'cellular' })).toBe(true);
  expect(on({ type: 'wifi' })).toBe(false);
  expect(on({ effectiveType: '4g' })).toBe(null);
  expect(on()).toBe(null);
});
