export const setupFr = {
  title: 'Mettre ce poste en service',
  back: 'Retour',
  next: 'Continuer',
  finish: 'Commencer',
  language: {
    short: 'Langue',
    title: 'Dans quelle langue ?',
  },
  join: {
    short: 'Siège',
    title: 'Relier ce poste au siège',
    more: 'Le siège vous a donné une invitation : ouvrez son fichier, ou collez-la dans un des champs. Sans elle, tapez ce qu’il vous a dicté.',
    open: 'Ouvrir l’invitation',
    server: 'Adresse du siège',
    serverMore: 'Par exemple https://siege.exemple.dz',
    code: 'Code du poste',
    codeMore: 'Il sert une seule fois.',
    ca: 'Empreinte',
    caMore: '64 chiffres et lettres, si le siège vous les a donnés.',
    caWrong: 'Il faut 64 chiffres de 0 à 9 et lettres de a à f.',
    submit: 'Relier ce poste',
    noInvitation: 'Ce fichier n’est pas une invitation',
    noInvitationTodo: 'Rien n’a été changé. Demandez au siège le fichier de « Inscrire un poste de dépôt ».',
  },
  network: {
    short: 'Réseau',
    title: 'Le réseau de la cour',
  },
  printer: {
    short: 'Imprimante',
    title: 'L’imprimante',
    more: 'Les bons de livraison sortent de l’imprimante de ce poste. Imprimez une page d’essai : si elle sort, tout va bien. Vous pouvez aussi le faire plus tard.',
    test: 'Imprimer une page d’essai',
    page: 'Manchengo Hub : page d’essai. L’imprimante de ce poste fonctionne.',
  },
  phone: {
    short: 'Téléphone',
    title: 'Le premier téléphone',
  },
  trouble: {
    ADDRESS: {
      what: 'Cette adresse n’est pas celle d’un siège',
      todo: 'Elle commence par https://. Recopiez-la comme le siège vous l’a donnée.',
    },
    SILENT: {
      what: 'Le siège ne répond pas à cette adresse',
      todo: 'Rien n’est perdu. Vérifiez l’adresse et le câble ou le Wi-Fi de ce poste, puis réessayez.',
    },
    CLOCK: {
      what: 'L’heure de ce poste est fausse',
      todo: 'Mettez la date et l’heure à jour dans les réglages du poste, puis réessayez.',
    },
    STRANGER: {
      what: 'Ce qui répond ne peut pas prouver qu’il est le siège',
      todo: 'Rien ne lui a été confié. Vérifiez l’adresse et l’empreinte, ou demandez une nouvelle invitation.',
    },
    HUB: {
      what: 'C’est le poste d’un autre dépôt qui répond là',
      todo: 'Demandez au siège sa propre adresse.',
    },
    PORTAL: {
      what: 'Ce qui répond n’est pas un siège Manchengo',
      todo: 'C’est peut-être la page d’un fournisseur d’accès : ouvrez Internet dans un navigateur, puis réessayez.',
    },
    BUSY: {
      what: 'Le siège n’a pas le temps maintenant',
      todo: 'Attendez une minute, puis réessayez.',
    },
    VERSION: {
      what: 'Le programme de ce poste est trop ancien pour le siège',
      todo: 'Installez la version actuelle, puis recommencez.',
    },
    CODE_UNKNOWN: {
      what: 'Le siège ne connaît pas ce code',
      todo: 'Recopiez-le lettre par lettre, ou demandez-en un nouveau.',
    },
    CODE_USED: {
      what: 'Ce code a déjà servi à un autre poste',
      todo: 'Demandez un nouveau code au siège.',
    },
    CODE_EXPIRED: {
      what: 'Ce code n’est plus valable',
      todo: 'Un code sert pendant un jour. Demandez-en un nouveau au siège.',
    },
    OTHER: {
      what: 'Le siège n’a pas pu inscrire ce poste',
      todo: 'Rien n’est perdu. Réessayez, puis appelez le siège.',
    },
  },
};

export const networkFr = {
  again: 'Vérifier de nouveau',
  line: '{{name}} : {{state}}',
  addresses: 'Adresses de ce poste :',
  state: {
    GOOD: 'bien',
    BAD: 'à régler',
    UNSURE: 'pas encore certain',
  },
  NETWORK: {
    name: 'Réseau',
  },
  PORT: {
    name: 'Accès des téléphones',
  },
  NAME: {
    name: 'Nom de l’application',
  },
  CLOCK: {
    name: 'Heure du poste',
  },
  HQ: {
    name: 'Siège',
  },
  PHONES: {
    name: 'Téléphones',
  },
  cause: {
    NO_NETWORK: 'Ce poste n’est dans aucun réseau : branchez son câble ou son Wi-Fi.',
    PORT_BLOCKED: 'Le pare-feu de ce poste bloque Manchengo Hub : autorisez-le pour les réseaux privés.',
    NO_MULTICAST:
      'Le réseau ne transmet pas les annonces : les téléphones trouvent ce poste par son adresse. Dans la borne Wi-Fi, autorisez le multicast (mDNS).',
    OTHER_HUB: 'Un autre poste Manchengo tient ce nom dans ce réseau : un seul poste par cour. Arrêtez l’ancien.',
    NAME_TAKEN: 'Un autre appareil répond à ce nom : les téléphones trouvent ce poste par son adresse.',
    CLOCK_WRONG: 'L’heure de ce poste est fausse : mettez-la à jour dans ses réglages.',
    HQ_SILENT: 'Le siège ne répond pas pour l’instant. Les téléphones peuvent déjà travailler.',
    HQ_REFUSES: 'Le siège répond et ne laisse pas entrer ce poste : l’accueil dit pourquoi.',
    NO_PHONE_YET:
      'Aucun téléphone n’est passé depuis dix minutes. Si un téléphone sur ce Wi-Fi ne trouve pas ce poste, la borne isole peut-être les appareils : désactivez « isolation des clients ».',
  },
};
