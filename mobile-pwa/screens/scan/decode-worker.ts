import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { pickCode, READER_OPTIONS, type WantedCode } from './pick-code.ts';

export interface FrameToRead {
  /** Comes back with what was read. */
  id: number;
  frame: ImageData;
  wanted: WantedCode;
}
export interface FrameRead {
  id: number;
  text: string | null;
}

/** Reads QR codes out of camera frames, away from the page, so that the picture never stutters. */
const scope = self as unknown as DedicatedWorkerGlobalScope;

// Out of the app's own files: the library would otherwise fetch it from a CDN. At once, while the camera still starts.
void prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) },
  fireImmediately: true,
}).catch(() => {});

scope.addEventListener('message', async ({ data: { id, frame, wanted } }: MessageEvent<FrameToRead>) => {
  const results = await readBarcodes(frame, READER_OPTIONS).catch(() => []);
  scope.postMessage({ id, text: pickCode(results, wanted, frame) } satisfies FrameRead);
});
