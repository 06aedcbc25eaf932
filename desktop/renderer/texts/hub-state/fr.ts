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
  REVOKED: 'Le siège a retiré ce poste',
  REVOKED_more:
    'Les téléphones passent par un autre poste ou par le siège ; rien n’est plus pris ici. Ce qui n’est pas parti reste gardé ici. Pour travailler de nouveau, ce PC a besoin d’un nouveau code du siège.',
  TWICE: 'Un autre ordinateur travaille à la place de celui-ci',
  TWICE_more:
    'Ce qui est ici part encore au siège ; rien de nouveau n’est pris. Éteignez l’un des deux, redémarrez l’autre, ou appelez le siège.',
  loading: 'Les données du dépôt arrivent du siège',
  loadingMore: '{{done}} sur {{total}} sont là. Les téléphones peuvent déjà travailler : tout est gardé ici.',
  loadingStill: '{{done}} sont là. Les téléphones peuvent déjà travailler : tout est gardé ici.',
  NO_ROOM: 'Ce que le siège envoie n’a pas de place ici',
  NO_ROOM_more:
    'Ce qui est remis ici est en sécurité et part au siège. Libérez de la place sur ce poste : la suite vient d’elle-même.',
  NOT_KEPT: 'Ce poste n’arrive pas à garder ce que le siège envoie',
  NOT_KEPT_more:
    'Ce qui est remis ici est en sécurité, et un nouvel essai se fait de lui-même. Si cela dure, appelez le siège.',
  OTHER: 'Le siège refuse l’échange',
  OTHER_more: 'Tout est en sécurité ici, et un nouvel essai se fait de lui-même. Si cela dure, appelez le siège.',
};

export const diskFr = {
  title: 'Disque presque plein : il reste {{free}} Mo',
  NO_PHOTOS: 'Tout est en sécurité ici. Les nouvelles photos restent sur les téléphones.',
  NO_EVENTS: 'Tout est en sécurité ici. Ce que les téléphones enregistrent reste chez eux, ou part droit au siège.',
  FULL: 'Tout est en sécurité ici et part encore au siège. Ce que les téléphones enregistrent reste chez eux.',
  todo: 'Libérez de la place sur ce poste : {{floor}} Mo au moins. Videz la corbeille, ou déplacez vidéos et photos.',
};

export const recoveryFr = {
  DATABASE: 'Le {{at}}, les données de ce poste étaient abîmées : elles ont été remplacées',
  IDENTITY: 'Le {{at}}, un fichier de ce poste était abîmé : il a été remplacé',
  KEY: 'Le {{at}}, la clé de ce poste était abîmée : elle a été remplacée',
  CERTIFICATE: 'Le {{at}}, le certificat de ce poste était abîmé : il a été remplacé',
  FROM_BACKUP: 'Elles ont été reprises de la sauvegarde du {{to}}. L’ancien fichier est gardé de côté.',
  FROM_COPY: 'Il en restait une copie. L’ancien fichier est gardé de côté.',
  BEGUN_ANEW: 'Il n’en restait aucune copie : ce poste a recommencé, et reprend ses données du siège.',
  phones:
    'Les téléphones gardent ce qui n’est pas au siège et le redonnent d’eux-mêmes : laissez-les venir. Si cela arrive encore, faites vérifier le disque.',
  read: 'J’ai lu',
  watch: 'Rien d’autre à faire. Si cela arrive encore, faites vérifier le disque de ce poste.',
};

export const backupFr = {
  failed: 'La dernière sauvegarde n’a pas pu être faite',
  failedTodo: 'Libérez de la place sur ce poste. Si cela dure, appelez le siège.',
  missing: 'Le disque de sauvegarde n’est pas là',
  missingTodo: 'Rebranchez-le : les sauvegardes ne se font pour l’instant que sur ce poste.',
};
