/** What needs a hand: what is done about each reason. */
export const inboxFr = {
  all: 'Tout voir',
  answer: 'Traiter',
  answerOf: 'Traiter : {{what}}',
  confirm: 'Enregistrer',
  outcome: 'Qu’en est-il ?',
  outcomes: { DONE: 'Fait : ce qu’il fallait faire est fait', NOTED: 'Noté : il n’y a rien à faire' },
  note: 'Remarque (facultative)',
  todo: {
    ALREADY_VALIDATED:
      'La première livraison compte. Demandez aux deux chauffeurs qui a remis la marchandise ; si c’est l’autre, dites-le au siège.',
    ALREADY_INVOICED: 'Le bon a déjà sa facture. Rien à refaire ; si les montants diffèrent, dites-le au siège.',
    ENTITY_EXISTS: 'Elle est déjà au siège. Rien à faire.',
    DELIVERY_CANCELLED: 'Le siège avait annulé ce bon. Gardez la marchandise ou l’argent à part et appelez le siège.',
    QR_MISMATCH: 'Le chauffeur a scanné le code d’un autre bon. Qu’il ouvre le bon arrêt et scanne de nouveau.',
    FORBIDDEN_ACTION:
      'Ce compte n’a pas le droit de le faire. Demandez au siège de corriger son rôle, ou faites-le faire par la bonne personne.',
    CHECKSUM_MISMATCH: 'Le téléphone la renverra de lui-même. Laissez-le près du Wi-Fi.',
    SIGNATURE_INVALID: 'Que la personne se reconnecte sur son téléphone. Si cela revient, appelez le siège.',
    INVALID_EVENT: 'Demandez à la personne ce qu’elle a saisi et dites-le au siège : la saisie est gardée ici.',
    EVENT_ID_REUSED: 'Rien à faire ici ; si cela revient, appelez le siège.',
    DEVICE_REVOKED: 'Le siège a retiré ce téléphone. Ses saisies sont gardées : le siège décide de les compter.',
    BUSY: 'Rien à faire : un nouvel essai est en cours.',
    OTHER: 'Appelez le siège et lisez-lui cette ligne : la saisie est gardée ici.',
  },
};
