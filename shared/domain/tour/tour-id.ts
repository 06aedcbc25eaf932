import { LIMITS } from '#shared/contract/limits.ts';
import { DAY_PATTERN } from '#shared/contract/scalars.ts';

/** One driver's day, by the calendar of Algiers. */
export interface TourDay {
  driver_user_id: number;
  day: string;
}

const DAY = new RegExp(DAY_PATTERN);
const USER = /^[1-9]\d{0,9}$/;

/** `7.2026-11-29`: the `entity_id` of everything that is recorded of a tour. */
export const tourId = ({ driver_user_id, day }: TourDay): string => `${driver_user_id}.${day}`;

/** Whose day an id names; null where it can be no tour's. */
export function readTourId(id: string): TourDay | null {
  const dot = id.indexOf('.');
  const [user, day] = [id.slice(0, dot), id.slice(dot + 1)];
  if (!USER.test(user) || Number(user) > LIMITS.id || !DAY.test(day)) return null;
  return { driver_user_id: Number(user), day };
}
