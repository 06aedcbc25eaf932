import Type from 'typebox';
import { reader } from './reader.ts';

/** As much of a problem as a client goes by. */
const readCode = reader(Type.Object({ code: Type.String() }));
const readDetail = reader(Type.Object({ detail: Type.String() }));
const readFault = reader(Type.Object({ fault: Type.String() }));
const readErrors = reader(Type.Object({ errors: Type.Array(Type.Unknown()) }));

export interface Refusal {
  code: string;
  detail: string | null;
  /** What is wrong, one by one, where the call says so. */
  errors: unknown[];
  /** Which of several things is wrong, where the code stands for several. */
  fault: string | null;
}

/** What a refusal's body says: a problem its stable code; whatever else answers (a proxy, say) is known by its status alone. */
export function readRefusal(body: unknown, status: number): Refusal {
  const code = readCode(body);
  const detail = readDetail(body);
  const errors = readErrors(body);
  const fault = readFault(body);
  return {
    code: code.ok ? code.value.code : `HTTP_${status}`,
    detail: detail.ok ? detail.value.detail : null,
    errors: errors.ok ? errors.value.errors : [],
    fault: fault.ok ? fault.value.fault : null,
  };
}
