/** What ears and hands are told where eyes are on the goods: it went well, or look here. */
export type Cue = 'good' | 'bad';

const TONE_SECONDS = 0.1;
const VOLUME = 0.2;

const CUES: Record<Cue, { tones: number[]; pulses: number[] }> = {
  good: { tones: [880, 1_320], pulses: [60] },
  bad: { tones: [220, 165], pulses: [140, 80, 140] },
};

/** Sounds and vibrates once, where the browser can. */
export function giveCue(cue: Cue): void {
  const { tones, pulses } = CUES[cue];
  navigator.vibrate?.(pulses);
  if (!('AudioContext' in window)) return;
  const audio = new AudioContext();
  // A page that nobody has touched yet may make no sound, and would wait with it.
  if (audio.state === 'suspended') return void audio.close();
  const gain = audio.createGain();
  gain.gain.value = VOLUME;
  gain.connect(audio.destination);
  const oscillator = audio.createOscillator();
  tones.forEach((hertz, index) => {
    oscillator.frequency.setValueAtTime(hertz, audio.currentTime + index * TONE_SECONDS);
  });
  oscillator.connect(gain);
  oscillator.onended = () => void audio.close();
  oscillator.start();
  oscillator.stop(audio.currentTime + tones.length * TONE_SECONDS);
}
