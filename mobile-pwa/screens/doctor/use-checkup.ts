import { useCallback, useEffect, useState } from 'react';
import { usePhone } from '../../app/phone-context.tsx';
import { type Cause, type Diagnosis, diagnose } from '../../sync/doctor/diagnose.ts';
import type { Answer, Asked, KnownNode } from '../../sync/doctor/facts.ts';
import type { SelfFacts } from '../../sync/doctor/self-check.ts';
import { selfFacts } from './self-facts.ts';

export interface CheckedNode {
  node: KnownNode;
  /** Null while it is being asked. */
  answer: Answer | null;
}

export interface Checkup {
  isOnline: boolean;
  /** How the phone itself is; null until that was looked at. */
  self: SelfFacts | null;
  /** Null until the phone has said whom it knows. */
  nodes: CheckedNode[] | null;
  /** Null until all have answered, or have not. */
  diagnosis: Diagnosis | null;
  hasFailed: boolean;
}

const NOTHING_YET: Checkup = { isOnline: true, self: null, nodes: null, diagnosis: null, hasFailed: false };
const SOMEBODY_IS_THERE: readonly Cause[] = ['well', 'server_only', 'other_depot'];

/** Asks all that the phone knows, at once, and again when told to. Where somebody answers, what waits is handed in. */
export function useCheckup(): { checkup: Checkup; again: () => void } {
  const phone = usePhone();
  const [turn, setTurn] = useState(0);
  const [checkup, setCheckup] = useState(NOTHING_YET);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks again.
  useEffect(() => {
    let isGone = false;
    const isOnline = navigator.onLine;
    const tell = (change: Partial<Checkup>) => {
      if (!isGone) setCheckup((before) => ({ ...before, ...change }));
    };
    async function run(): Promise<void> {
      tell({ ...NOTHING_YET, isOnline });
      void selfFacts(phone).then((self) => tell({ self }));
      const known = await phone.knownNodes();
      const nodes: CheckedNode[] = known.map((node) => ({ node, answer: null }));
      tell({ nodes: [...nodes] });
      const asked = known.map(async (node, index): Promise<Asked> => {
        const answer = await phone.askNode(node.url);
        nodes[index] = { node, answer };
        tell({ nodes: [...nodes] });
        return { node, answer };
      });
      const diagnosis = diagnose(isOnline, await Promise.all(asked));
      tell({ diagnosis });
      if (SOMEBODY_IS_THERE.includes(diagnosis.cause)) await phone.kick();
    }
    run().catch(() => tell({ hasFailed: true }));
    return () => {
      isGone = true;
    };
  }, [phone, turn]);
  return { checkup, again: useCallback(() => setTurn((before) => before + 1), []) };
}
