import { DESK_ACT_NAMES } from '#shared/contract/desk.ts';

/** Under which of `desk.did.*` an act is told; a newer program may have done more than is known here. */
export const deskActText = (what: string) => DESK_ACT_NAMES.find((known) => known === what) ?? 'OTHER';
