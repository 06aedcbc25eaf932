import { expect, test } from 'vitest';
import { movedBy, nearestFirst } from './route.ts';

const at = (id: string, lat: number | null) => ({ id, place: lat === null ? null : { lat, lng: 3 } });

test('[TODAY-2] nearest first goes from where one is to the nearest stop, and so on; unknown places come last in their order', () => {
  const stops = [at('far', 36.9), at('nowhere', null), at('near', 36.71), at('middle', 36.8), at('lost', null)];
  expect(nearestFirst(stops, { lat: 36.7, lng: 3 })).toEqual(['near', 'middle', 'far', 'nowhere', 'lost']);
  expect(nearestFirst(stops, { lat: 37, lng: 3 })).toEqual(['far', 'middle', 'near', 'nowhere', 'lost']);
  // Where one is is not known: the first stop stays the first.
  expect(nearestFirst(stops, null)).toEqual(['far', 'middle', 'near', 'nowhere', 'lost']);
  expect(nearestFirst([at('a', null)], null)).toEqual(['a']);
  expect(nearestFirst([], null)).toEqual([]);
});

test('[TODAY-1] a stop moves up or down by one place, and not beyond an end', () => {
  expect(movedBy(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c']);
  expect(movedBy(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b']);
  expect(movedBy(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  expect(movedBy(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
  expect(movedBy(['a'], 'x', 1)).toEqual(['a']);
});
