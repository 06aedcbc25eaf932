import { type RefObject, useEffect, useState } from 'react';
import { openDecoder, readFrames } from './frame-reader.ts';
import type { WantedCode } from './pick-code.ts';
import { hasTorch, switchTorch } from './torch.ts';

export type CameraState = 'starting' | 'on' | 'refused';

export interface CameraView {
  state: CameraState;
  /** Null where this camera has no light. */
  torch: Torch | null;
}
export interface Torch {
  isOn: boolean;
  toggle: () => void;
}

/** Points the back camera at a video element and reads codes from it while the screen is shown. */
export function useCamera(
  video: RefObject<HTMLVideoElement | null>,
  wanted: WantedCode,
  onText: (text: string) => void,
): CameraView {
  const [state, setState] = useState<CameraState>('starting');
  const [lit, setLit] = useState<MediaStreamTrack | null>(null);
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    let isGone = false;
    let release = () => {};
    async function start(): Promise<void> {
      openDecoder();
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: { ideal: 'environment' }, width: { ideal: 1_280 }, height: { ideal: 720 } },
      });
      const stopStream = () => {
        for (const track of stream.getTracks()) track.stop();
      };
      const element = video.current;
      if (isGone || element === null) return stopStream();
      element.srcObject = stream;
      await element.play();
      const reader = readFrames(element, wanted, onText);
      release = () => {
        reader.stop();
        stopStream();
      };
      if (isGone) return release();
      setState('on');
      setLit(stream.getVideoTracks().find(hasTorch) ?? null);
    }
    // No camera, no permission, or no secure page: the code can be typed.
    start().catch(() => setState('refused'));
    return () => {
      isGone = true;
      release();
    };
  }, [video, wanted, onText]);
  const toggle = () => {
    // A light that another app holds stays as it is.
    if (lit !== null)
      switchTorch(lit, !isOn).then(
        () => setOn(!isOn),
        () => {},
      );
  };
  return { state, torch: lit === null ? null : { isOn, toggle } };
}
