import { UUID_PATTERN } from '#shared/contract/scalars.ts';

/** The forms of ids in an address. */
export const BY_UUID = new RegExp(UUID_PATTERN);
export const BY_NUMBER = /^[1-9]\d{0,8}$/;
export const BY_LONG_NUMBER = /^[1-9]\d{0,14}$/;
