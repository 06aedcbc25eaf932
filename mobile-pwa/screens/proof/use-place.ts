import { useState } from 'react';
import { isPlace } from '#shared/domain/place.ts';
import type { PlaceFix } from '../../store/views.ts';

export type PlaceState = 'off' | 'searching' | 'on' | 'failed';

const PATIENCE_MS = 20_000;

/** Where the phone is: asked for by a tap, and taken back by the next. Nothing waits for it. */
export function usePlace(place: PlaceFix | null, onFound: (place: PlaceFix | null) => void) {
  const [search, setSearch] = useState<'off' | 'searching' | 'failed'>('off');
  const find = () => {
    if (!('geolocation' in navigator)) return setSearch('failed');
    setSearch('searching');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const fix = { lat: coords.latitude, lng: coords.longitude, accuracy_m: Math.round(coords.accuracy) };
        setSearch(isPlace(fix) ? 'off' : 'failed');
        if (isPlace(fix)) onFound(fix);
      },
      () => setSearch('failed'),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  };
  const state: PlaceState = place === null ? search : 'on';
  return { state, toggle: () => (state === 'on' ? onFound(null) : find()) };
}
