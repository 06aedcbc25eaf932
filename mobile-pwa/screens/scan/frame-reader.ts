import type { FrameRead, FrameToRead } from './decode-worker.ts';
import type { WantedCode } from './pick-code.ts';

/** The longer side of a frame as it is read: enough for a code that fills a third of the picture, and quick on an old phone. */
const LONG_SIDE = 960;

let decoder: Worker | null = null;
let lastId = 0;

/** The program that decodes, once for all scans: it takes longer to load than a code to read. Asked for while the camera starts. */
export function openDecoder(): Worker {
  if (decoder !== null) return decoder;
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module', name: 'decode' });
  // Its file could not be had: the next scan asks for it again.
  worker.addEventListener('error', () => {
    decoder = null;
  });
  decoder = worker;
  return worker;
}

export interface FrameReader {
  stop(): void;
}

/** Reads frame after frame of a playing video, one at a time, and tells of each the text of the code that is meant. */
export function readFrames(video: HTMLVideoElement, wanted: WantedCode, onText: (text: string) => void): FrameReader {
  const worker = openDecoder();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let isStopped = false;
  let sentId = 0;

  function sendFrame(): void {
    if (isStopped) return;
    if (context === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
      requestAnimationFrame(sendFrame);
      return;
    }
    const scale = Math.min(1, LONG_SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = context.getImageData(0, 0, canvas.width, canvas.height);
    lastId += 1;
    sentId = lastId;
    const message: FrameToRead = { id: sentId, frame, wanted };
    worker.postMessage(message, [frame.data.buffer]);
  }

  // What comes for another's frame was seen by a scan that is over.
  const take = ({ data: { id, text } }: MessageEvent<FrameRead>) => {
    if (id !== sentId) return;
    if (text !== null) onText(text);
    requestAnimationFrame(sendFrame);
  };
  worker.addEventListener('message', take);
  sendFrame();
  return {
    stop() {
      isStopped = true;
      worker.removeEventListener('message', take);
    },
  };
}
