import { type RequestErrorCode, refuse } from '#shared/contract/errors.ts';
import type { Refusal } from '#shared/contract/hq/refusals.ts';

/** A refusal whose cause the console tells apart from its code. */
export const because = (fault: Refusal, code: RequestErrorCode, detail: string) => refuse(code, detail, { fault });
