import { bytesLeft } from '../../app/bytes-left.ts';
import type { CameraFact, SelfFacts } from '../../sync/doctor/self-check.ts';
import type { PhoneApi } from '../../sync/phone-api.ts';

/** What this phone says of itself just now. A locked one keeps to itself whose it is. */
export async function selfFacts(phone: PhoneApi): Promise<SelfFacts> {
  const [session, aheadMs, left, isStorageKept, camera] = await Promise.all([
    phone.session().catch(() => null),
    phone.clockAhead().catch(() => null),
    bytesLeft().catch(() => null),
    navigator.storage.persisted().catch(() => null),
    cameraFact(),
  ]);
  return { session, aheadMs, bytesLeft: left, isStorageKept, camera };
}

/** Where the browser would ask its person first, it is left at that: the checkup is no moment for a question. */
async function cameraFact(): Promise<CameraFact> {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  if (!devices?.some(({ kind }) => kind === 'videoinput')) return 'none';
  // Not all browsers know it, and the types follow them.
  const asked = { name: 'camera' as PermissionName };
  const permission = await navigator.permissions.query(asked).catch(() => null);
  if (permission?.state === 'denied') return 'refused';
  if (permission?.state !== 'granted') return 'will_ask';
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    for (const track of stream.getTracks()) track.stop();
    return 'works';
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'busy';
  }
}
