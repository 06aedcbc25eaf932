import type { PairingTexts } from './fr.ts';

export const en: PairingTexts = {
  title: 'Prepare this phone',
  intro: 'Once for each phone: with this certificate it recognises Manchengo’s machines, in every depot.',
  scope: 'It is good for the company’s machines only: nobody can use it for your other sites.',
  android: 'Android',
  androidGet: 'Download the certificate',
  androidSteps: [
    'Tap “Download the certificate”.',
    'Open Settings and search for “CA certificate” (Security › More settings › Install a certificate › CA certificate).',
    'Tap “Install anyway”, then choose manchengo-ca.crt among the downloads.',
  ],
  iphone: 'iPhone and iPad',
  iphoneGet: 'Download the profile',
  iphoneSteps: [
    'In Safari, tap “Download the profile”, then “Allow”.',
    'Open Settings › Profile Downloaded, then tap “Install”.',
    'Open Settings › General › About › Certificate Trust Settings, and turn “Manchengo CA” on.',
  ],
  other: 'The certificate that will soon replace it',
  fingerprint: 'Compare before you accept',
  fingerprintHint:
    'The phone shows the certificate’s SHA-256 fingerprint (Details). It must be this one, and the one on the depot’s screen. If not, stop and tell the depot.',
  done: 'Done?',
  open: 'Open Manchengo',
  openHint: 'Then add it to the home screen from the browser’s menu.',
};
