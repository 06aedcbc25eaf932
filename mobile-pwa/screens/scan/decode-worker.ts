import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { pickCode, READER_OPTIONS, type WantedCode } from './pick-code.ts';

export interface FrameToRead {
  frame: ImageData;
  wanted: WantedCode;
}

/** Reads QR codes out of camera frames, away from the page, so that the picture never stutters. */
const scope = self as unknown as DedicatedWorkerGlobalScope;

// Out of the app's own files: the library would otherwise fetch it from a CDN.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) },
});

scope.addEventListener('message', async ({ data: { frame, wanted } }: MessageEvent<FrameToRead>) => {
  const results = await readBarcodes(frame, READER_OPTIONS).catch(() => []);
  scope.postMessage(pickCode(results, wanted, frame));
});
