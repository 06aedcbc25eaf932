/** How the line to HQ is, where it is not simply up or cut. */
export const lineFr = {
  TRYING: 'Le siège est appelé…',
  TRYING_more: 'Les téléphones peuvent travailler : tout est gardé ici.',
  draining: 'Envoi au siège en cours',
  drainingMore: '{{sent}} sur {{total}} sont parties · {{speed}} par seconde · encore {{left}}',
  drainingStill: '{{sent}} sur {{total}} sont parties. Le reste est en sécurité ici.',
  CLOCK: 'L’horloge de ce poste est-elle juste ?',
  CLOCK_more:
    'Tout est en sécurité ici. Le siège reste hors d’atteinte tant que la date ou l’heure sont fausses : corrigez-les.',
  STRANGER: 'Ce n’est pas le siège qui répond',
  STRANGER_more: 'Tout est en sécurité ici et n’est remis à personne d’autre. Appelez le siège.',
  PORTAL: 'Internet demande une connexion',
  PORTAL_more:
    'Tout est en sécurité ici. Une autre page répond à la place du siège : ouvrez un navigateur et connectez-vous à Internet, ou appelez le fournisseur.',
  UNKNOWN_HUB: 'Le siège ne reconnaît pas ce poste',
  UNKNOWN_HUB_more: 'Tout est en sécurité ici. Appelez le siège : il doit inscrire ce poste à nouveau.',
  VERSION: 'Ce programme est trop ancien pour le siège',
  VERSION_more: 'Tout est en sécurité ici. Installez la nouvelle version de Manchengo Hub, ou appelez le siège.',
  BUSY: 'Le siège répond, mais est occupé',
  BUSY_more: 'Tout est en sécurité ici. L’envoi reprend de lui-même : il n’y a rien à faire.',
  OTHER: 'Le siège refuse l’envoi',
  OTHER_more: 'Tout est en sécurité ici. Appelez le siège.',
};

export const diskFr = {
  title: 'Disque presque plein : il reste {{free}} Mo',
  NO_PHOTOS: 'Tout est en sécurité ici. Les nouvelles photos restent sur les téléphones.',
  NO_EVENTS: 'Tout est en sécurité ici. Ce que les téléphones enregistrent reste chez eux, ou part droit au siège.',
  FULL: 'Tout est en sécurité ici et part encore au siège. Ce que les téléphones enregistrent reste chez eux.',
  todo: 'Libérez de la place sur ce poste : {{floor}} Mo au moins. Videz la corbeille, ou déplacez vidéos et photos.',
};
