import type { DraftedProof } from '../../store/views.ts';

/** What took its time, as a photo that is made small, changes the proof as it is by then. */
export type ChangeProof = (update: (proof: DraftedProof) => DraftedProof) => void;
