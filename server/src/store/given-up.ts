/** Why a device is revoked that its own user exchanged for another. */
export const GIVEN_UP = 'given up by its user';
