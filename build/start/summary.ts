import type { OpenedWindow } from './window.ts';

const WINDOW: Record<OpenedWindow, string> = {
  electron: 'la fenêtre est ouverte',
  browser: 'ouvert dans un navigateur',
  none: 'ouvrez cette adresse',
};

/** What a person reads when all is up: where things are, who may sign in, what to try first. */
export function summary(system: {
  serverUrl: string;
  hubUrl: string;
  desktopUrl: string;
  opened: OpenedWindow;
}): string {
  return `
  Manchengo Hub est prêt.

    Téléphone (application)   ${system.hubUrl}/
    Écran du dépôt (hub ALG)  ${system.desktopUrl}   (${WINDOW[system.opened]})
    Console du siège          ${system.serverUrl}/

    Comptes de démonstration  admin · clerk.alger · driver1.alger · driver2.alger · seller1.alger · driver1.oran
    Mot de passe              manchengo-demo

  À essayer d’abord
    1. Écran du dépôt : choisissez une livraison, puis « Imprimer » : son bon porte un code QR.
    2. Téléphone : entrez comme driver1.alger, puis scannez ce code. Coupez le réseau avant, si vous voulez.
    3. Console du siège : entrez comme admin ; la livraison est validée et le stock a baissé.

  Les données restent dans .data/ : « npm start » les retrouve. Ctrl-C arrête tout.
`;
}
