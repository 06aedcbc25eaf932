import { usePhoneQuery } from '../../app/phone-context.tsx';
import type { Proof, Stop } from '../../store/views.ts';

interface StopClient {
  /** What it owes, in centimes; null where this phone does not know. */
  balance: number | null;
  proof: Proof;
  /** Who has taken its goods before, the last one first. */
  receivers: string[];
}

const NOBODY: StopClient = { balance: null, proof: {}, receivers: [] };

/** What this phone knows of a stop's client; nothing where the note is of another driver's tour. */
export function useStopClient(stop: Stop | null): StopClient {
  const { data } = usePhoneQuery(['client', stop?.client_id], async (phone) => stop && phone.client(stop.client_id));
  if (!data) return NOBODY;
  return { balance: data.balance, proof: data.proof ?? {}, receivers: data.receivers };
}
