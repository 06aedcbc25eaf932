import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { usePhone } from './phone-context.tsx';

interface Battery extends EventTarget {
  level: number;
  charging: boolean;
}
type WithBattery = Navigator & { getBattery?: () => Promise<Battery> };

const CHANGES = ['levelchange', 'chargingchange'];

/** Tells the worker what only a page can see: how full the battery is, and which delivery was opened. */
export function useAudit(): void {
  const phone = usePhone();
  const [path] = useLocation();
  useEffect(() => {
    const id = /^\/deliveries\/([^/]+)$/.exec(path)?.[1];
    if (id === undefined) return;
    void phone.noteStep({ action: 'DELIVERY_OPENED', entity_type: 'DELIVERY', entity_id: id });
  }, [phone, path]);
  useEffect(() => {
    let battery: Battery | null = null;
    const tell = () =>
      void phone.tellBattery(battery && { level: Math.round(battery.level * 100), isCharging: battery.charging });
    void (navigator as WithBattery).getBattery?.().then((found) => {
      battery = found;
      for (const change of CHANGES) battery.addEventListener(change, tell);
      tell();
    });
    return () => {
      for (const change of CHANGES) battery?.removeEventListener(change, tell);
    };
  }, [phone]);
}
