import Type, { type Static } from 'typebox';
import { Sha256 } from '../scalars.ts';

/** All that HQ holds of a device, as a file to keep: what it is called, what stands in it, and what that hashes to. */
export const EvidenceFile = Type.Object({ name: Type.String(), text: Type.String(), sha256: Sha256 });
export type EvidenceFile = Static<typeof EvidenceFile>;

/** The page that verifies such files, and the thumbprint (RFC 7638) of HQ's key, to be published where HQ cannot change it. */
export const EvidenceVerifier = Type.Object({ html: Type.String(), thumbprint: Type.String() });
export type EvidenceVerifier = Static<typeof EvidenceVerifier>;
