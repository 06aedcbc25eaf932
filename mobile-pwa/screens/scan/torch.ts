/** The light beside the camera. Neither its capability nor its setting is in the browser's standard types yet. */
interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean;
}
interface TorchSettings extends MediaTrackConstraintSet {
  torch?: boolean;
}

export const hasTorch = (track: MediaStreamTrack): boolean =>
  (track.getCapabilities?.() as TorchCapabilities | undefined)?.torch === true;

export const switchTorch = (track: MediaStreamTrack, isOn: boolean): Promise<void> =>
  track.applyConstraints({ advanced: [{ torch: isOn } as TorchSettings] });
