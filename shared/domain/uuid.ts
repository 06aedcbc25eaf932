import { UUID_PATTERN } from '#shared/contract/scalars.ts';

const UUID = new RegExp(UUID_PATTERN);

/** Whether a value can be an id as the wire writes them: a UUID in lower case. */
export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
