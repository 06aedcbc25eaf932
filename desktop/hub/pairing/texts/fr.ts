/** The page that prepares a phone, in French: the other languages have the same keys. */
export const fr = {
  title: 'Préparer ce téléphone',
  intro:
    'Une seule fois par téléphone : ce certificat lui permet de reconnaître les postes de Manchengo, dans tous les dépôts.',
  scope: 'Il ne vaut que pour les postes de l’entreprise : personne ne peut s’en servir pour vos autres sites.',
  android: 'Android',
  androidGet: 'Télécharger le certificat',
  androidSteps: [
    'Touchez « Télécharger le certificat ».',
    'Ouvrez Paramètres et cherchez « certificat CA » (Sécurité › Autres paramètres › Installer un certificat › Certificat CA).',
    'Touchez « Installer quand même », puis choisissez manchengo-ca.crt dans les téléchargements.',
  ],
  iphone: 'iPhone et iPad',
  iphoneGet: 'Télécharger le profil',
  iphoneSteps: [
    'Dans Safari, touchez « Télécharger le profil », puis « Autoriser ».',
    'Ouvrez Réglages › Profil téléchargé, puis touchez « Installer ».',
    'Ouvrez Réglages › Général › Informations › Réglages des certificats, et activez « Manchengo CA ».',
  ],
  other: 'Le certificat qui le remplacera bientôt',
  fingerprint: 'Comparez avant d’accepter',
  fingerprintHint:
    'Le téléphone montre l’empreinte SHA-256 du certificat (Détails). Elle doit être celle-ci, et celle de l’écran du dépôt. Sinon, arrêtez et prévenez le dépôt.',
  done: 'C’est fait ?',
  open: 'Ouvrir Manchengo',
  openHint: 'Puis ajoutez-le à l’écran d’accueil depuis le menu du navigateur.',
};

export type PairingTexts = typeof fr;
