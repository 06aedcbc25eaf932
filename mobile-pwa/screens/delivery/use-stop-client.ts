import type { Proof } from '#shared/contract/entities.ts';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import type { Stop } from '../../store/views.ts';

interface StopClient {
  /** What it owes, in centimes; null where this phone does not know. */
  balance: number | null;
  /** What it may owe, and what was recorded here since HQ has told what it owes. */
  credit_limit: number | null;
  unsent_money: number;
  proof: Proof;
  /** Who has taken its goods before, the last one first. */
  receivers: string[];
  /** For whoever delivers there. */
  note: string | null;
  opening_hours: string | null;
}

const NOBODY: StopClient = {
  ...{ balance: null, credit_limit: null, unsent_money: 0 },
  ...{ proof: {}, receivers: [], note: null, opening_hours: null },
};

/** What this phone knows of a stop's client; nothing where the note is of another driver's tour. */
export function useStopClient(stop: Stop | null): StopClient {
  const { data } = usePhoneQuery(['client', stop?.client_id], async (phone) => stop && phone.client(stop.client_id));
  if (!data) return NOBODY;
  return data;
}
