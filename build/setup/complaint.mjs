/** Something the person at the terminal can put right; the message is one sentence for them, without a stack. */
export class Complaint extends Error {}

const DISK_FULL = 'Le disque est plein : libérez de la place, puis relancez.';

/** The reasons for which an installation or a build fails elsewhere than in the code, as its output tells them. */
const KNOWN = [
  [/ENOSPC|no space left on device/i, DISK_FULL],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    'Le registre npm est hors d’atteinte : vérifiez la connexion (ou le réglage « registry » de npm), puis relancez.',
  ],
  [/EACCES|EPERM|EROFS/, 'Ce dossier ne se laisse pas écrire : vérifiez à qui il appartient, puis relancez.'],
];

/** The sentence for a known reason in an error or in a program's output, or null. */
export function knownReason(text) {
  return KNOWN.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Ends the process with code 1 and one sentence; a stack only for a bug. */
export function complain(error) {
  const sentence = error instanceof Complaint ? error.message : knownReason(String(error?.code ?? ''));
  console.error(sentence ?? error);
  process.exitCode = 1;
}
