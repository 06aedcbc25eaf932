/** A degree is 111 km here: this far around 0/0 there is only sea, hundreds of kilometres from any depot or client. */
const NOWHERE_DEGREES = 0.01;

/** Whether a fix names a place. Receivers and imports that know none say 0/0, which is none. */
export const isPlace = ({ lat, lng }: { lat: number; lng: number }): boolean =>
  Math.abs(lat) > NOWHERE_DEGREES || Math.abs(lng) > NOWHERE_DEGREES;

/** A fix as it counts: null where it names no place. */
export const placeOrNull = <P extends { lat: number; lng: number }>(said: P | null | undefined): P | null =>
  said && isPlace(said) ? said : null;
