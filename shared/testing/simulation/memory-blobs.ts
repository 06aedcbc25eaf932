import type { BlobStore, Upload } from '#shared/sync-server/blob-store.ts';
import { hashOf } from './memory-files.ts';
import type { MemoryState } from './memory-state.ts';

const nameOf = ({ sha256, by }: Upload): string => `${sha256} ${by}`;

/** The server's photos in memory, beside the store of the many seeds. */
export function memoryBlobs(state: () => MemoryState): BlobStore {
  return {
    async find(upload) {
      const whole = state().blobs.get(upload.sha256);
      const mine = state().uploads.get(nameOf(upload));
      return {
        whole: whole ? { size: whole.length, contentType: 'image/jpeg' } : null,
        own: mine === 'whole',
        part: typeof mine === 'object' ? mine.length : 0,
      };
    },
    async append(upload, at, bytes) {
      const mine = state().uploads.get(nameOf(upload));
      const before = typeof mine === 'object' ? mine : new Uint8Array(0);
      if (mine === 'whole' || before.length !== at) return false;
      state().uploads.set(nameOf(upload), Buffer.concat([before, bytes]));
      return true;
    },
    async complete(upload) {
      const mine = state().uploads.get(nameOf(upload));
      if (typeof mine !== 'object') return 'gone';
      if (hashOf(mine) !== upload.sha256) {
        state().uploads.delete(nameOf(upload));
        return 'wrong_hash';
      }
      state().uploads.set(nameOf(upload), 'whole');
      if (!state().blobs.has(upload.sha256)) state().blobs.set(upload.sha256, mine);
      return 'whole';
    },
    async forget(upload) {
      if (state().uploads.get(nameOf(upload)) !== 'whole') state().uploads.delete(nameOf(upload));
    },
    // Nobody brings so many on a simulated day.
    hasRoom: async () => true,
    mayRead: async () => true,
    isNamedBy: async (deviceId, sha256) => state().blobRefs.get(deviceId)?.has(sha256) ?? false,
    async *read(sha256) {
      const bytes = state().blobs.get(sha256);
      if (bytes) yield bytes;
    },
  };
}

/** The photos that a device's stored events name and that are not here. */
export const missingBlobs = ({ blobRefs, blobs }: MemoryState, deviceId: string): string[] =>
  [...(blobRefs.get(deviceId) ?? [])].filter((name) => !blobs.has(name)).sort();
