import type { FrameToRead } from './decode-worker.ts';
import type { WantedCode } from './pick-code.ts';

/** The longer side of a frame as it is read: enough for a code that fills a third of the picture, and quick on an old phone. */
const LONG_SIDE = 960;

export interface FrameReader {
  stop(): void;
}

/** Reads frame after frame of a playing video, one at a time, and tells of each the text of the code that is meant. */
export function readFrames(video: HTMLVideoElement, wanted: WantedCode, onText: (text: string) => void): FrameReader {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module', name: 'decode' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let isStopped = false;

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
    const message: FrameToRead = { frame, wanted };
    worker.postMessage(message, [frame.data.buffer]);
  }

  worker.addEventListener('message', ({ data }: MessageEvent<string | null>) => {
    if (isStopped) return;
    if (data !== null) onText(data);
    requestAnimationFrame(sendFrame);
  });
  sendFrame();
  return {
    stop() {
      isStopped = true;
      worker.terminate();
    },
  };
}
