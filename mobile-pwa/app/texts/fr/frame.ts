export const frame = {
  nav: { label: 'Écrans', tour: 'Tournée', sell: 'Vendre', stock: 'Stock', me: 'Moi', back: 'Retour' },
  list: {
    more_one: '{{count}} de plus.',
    more_other: '{{count}} de plus.',
    typeMore: 'Tapez d’autres lettres.',
    show_one: 'Afficher {{count}} de plus',
    show_other: 'Afficher {{count}} de plus',
  },
  me: {
    title: 'Moi',
    device: 'Ce téléphone',
    version: 'Version',
    lastPull: 'Données du dépôt',
    lastPullNever: 'pas encore reçues',
    storage: 'Mémoire protégée',
    storageYes: 'oui : le navigateur n’effacera pas vos saisies',
    storageNo: 'non : installez l’application sur l’écran d’accueil',
    mobileData: 'Envoyer au siège par les données mobiles',
    appearance: 'Affichage',
    update: 'Une nouvelle version est prête',
    updateUnsent_one:
      'Encore {{count}} à envoyer : rien n’est perdu par la mise à jour, mais envoyez d’abord si vous voyez le dépôt.',
    updateUnsent_other:
      'Encore {{count}} à envoyer : rien n’est perdu par la mise à jour, mais envoyez d’abord si vous voyez le dépôt.',
    updateAction: 'Mettre à jour',
    signOut: 'Se déconnecter…',
    signOutSure: 'Se déconnecter ?',
    signOutMore: 'Il faudra le réseau du dépôt pour se reconnecter.',
    signOutUnsent_one:
      '{{count}} saisie n’est pas encore au siège. Elle reste sur ce téléphone et partira quand vous vous reconnecterez.',
    signOutUnsent_other:
      '{{count}} saisies ne sont pas encore au siège. Elles restent sur ce téléphone et partiront quand vous vous reconnecterez.',
    signOutYes: 'Se déconnecter',
    stay: 'Rester connecté',
  },
  install: {
    action: 'Installer sur ce téléphone',
    title: 'Sur l’écran d’accueil',
    why: 'L’application s’ouvre alors sans réseau d’un seul geste, et le navigateur n’efface rien de ce que vous avez saisi.',
    ios: 'Ouvrez cette page dans Safari.\nTouchez le bouton « Partager » (un carré avec une flèche).\nChoisissez « Sur l’écran d’accueil », puis « Ajouter ».',
    menu: 'Ouvrez le menu du navigateur (⋮).\nChoisissez « Installer l’application » ou « Ajouter à l’écran d’accueil ».',
    close: 'J’ai compris',
  },
  missingScreen: {
    title: 'Cette page n’a pas pu être chargée',
    more: 'Rien de ce que vous avez saisi n’est perdu. Approchez-vous du réseau, puis réessayez, ou revenez en arrière.',
    retry: 'Réessayer',
  },
  notFound: { title: 'Cette page n’existe pas', more: 'Revenez à la tournée.' },
};
