import { type Fault, type Verdict, verifyEvidence } from './verify-evidence.ts';

/** What the page does: everything that it shows of a file is put there as text, and nothing of it is run. */
const SENTENCES: Record<Fault['part'], string> = {
  FORMAT: 'Ce n’est pas un fichier de preuve. — This is no evidence file.',
  EVENT: 'Le contenu n’est pas celui de sa somme de contrôle. — The content is not that of its checksum.',
  SIGNATURE: 'La signature de l’appareil ne tient pas. — The device’s signature does not hold.',
  CHAIN: 'Ne continue pas la saisie précédente. — Does not continue the entry before it.',
  DEVICE:
    'L’appareil ou sa clé n’est pas celui que le siège atteste. — The device or its key is not the one HQ vouches for.',
  KEY: 'Une clé du siège manque ou a été changée. — A key of HQ is missing or was changed.',
  CHECKPOINT: 'L’attestation du journal ne tient pas. — HQ’s statement about the journal does not hold.',
  STATEMENT:
    'L’attestation du fichier ne tient pas : il n’est pas tel que le siège l’a donné. — HQ’s statement about the file does not hold.',
  THUMBPRINT: 'La clé n’est pas celle qui a été publiée. — The key is not the one that was published.',
};

const element = (id: string) => document.getElementById(id) as HTMLElement;

function line(parent: HTMLElement, tag: string, said: string, kind = ''): void {
  const child = document.createElement(tag);
  child.textContent = said;
  if (kind !== '') child.className = kind;
  parent.append(child);
}

function show({ faults, thumbprint, isAnchored, device, events }: Verdict): void {
  const verdict = element('verdict');
  const list = element('events');
  verdict.replaceChildren();
  list.replaceChildren();
  if (faults.length > 0) line(verdict, 'h2', '✗ Ce fichier ne tient pas. — This file does not hold.', 'bad');
  else if (isAnchored)
    line(verdict, 'h2', '✓ Authentique : signé par la clé publiée. — Genuine: signed by the published key.', 'good');
  else
    line(
      verdict,
      'h2',
      '◦ Cohérent en lui-même seulement : comparez l’empreinte. — Internally consistent only: compare the thumbprint.',
      'half',
    );
  for (const { part, seq } of faults)
    line(verdict, 'p', `${seq === undefined ? '' : `N° ${seq} : `}${SENTENCES[part]}`, 'bad');
  line(verdict, 'p', `Empreinte de la clé — key thumbprint: ${thumbprint ?? '—'}`);
  line(verdict, 'p', `${String(device.user_name ?? '')} · ${String(device.name ?? '')} · ${events.length}`);
  for (const { seq, occurred_at, action, payload } of events) {
    line(list, 'li', `${String(seq)} · ${String(occurred_at)} · ${String(action)} · ${JSON.stringify(payload)}`);
  }
}

async function check(): Promise<void> {
  const [file] = (element('file') as HTMLInputElement).files ?? [];
  if (file) show(await verifyEvidence(await file.text(), (element('published') as HTMLInputElement).value));
}

element('file').addEventListener('change', () => void check());
element('published').addEventListener('input', () => void check());
