import { reader } from '#shared/contract/reader.ts';
import { Invitation } from '#shared/contract/setup.ts';

const read = reader(Invitation);

/** An invitation as it was pasted, or as its file holds it; null where the text is none. */
export function readInvitation(text: string): Invitation | null {
  try {
    const invitation = read(JSON.parse(text));
    return invitation.ok ? invitation.value : null;
  } catch {
    return null;
  }
}

/** A fingerprint as people type it, in groups of any kind, as 64 hex digits; null where it is none. */
export function readFingerprint(text: string): string | null {
  const digits = text.replace(/[\s:.-]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}
