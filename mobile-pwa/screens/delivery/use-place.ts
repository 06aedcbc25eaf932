import { useEffect, useState } from 'react';
import { isPlace } from '#shared/domain/place.ts';

export type Place = { state: 'searching' | 'off' } | { state: 'on'; lat: number; lng: number; accuracy_m: number };

const PATIENCE_MS = 20_000;

/** Where the phone is, if its owner allows. Never waited for: a delivery is confirmed without it just as well. */
export function usePlace(): Place {
  const [place, setPlace] = useState<Place>({ state: 'geolocation' in navigator ? 'searching' : 'off' });
  useEffect(() => {
    if (!('geolocation' in navigator)) return;
    let isGone = false;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (isGone) return;
        const fix = { lat: coords.latitude, lng: coords.longitude, accuracy_m: Math.round(coords.accuracy) };
        setPlace(isPlace(fix) ? { state: 'on', ...fix } : { state: 'off' });
      },
      () => {
        if (!isGone) setPlace({ state: 'off' });
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
    return () => {
      isGone = true;
    };
  }, []);
  return place;
}

/** As the wire has it; nothing where there is no place. */
export const locationOf = (place: Place): { location?: { lat: number; lng: number; accuracy_m: number } } =>
  place.state === 'on' ? { location: { lat: place.lat, lng: place.lng, accuracy_m: place.accuracy_m } } : {};
