export const queueFiles = {
  queueFile: {
    intro:
      'Un téléphone qui n’atteint ni dépôt ni siège enregistre ses saisies dans un fichier (.jwe). Apportez-le ici : le siège les prend comme si le téléphone les avait envoyées. Le même fichier apporté deux fois ne change rien.',
    file: 'Fichier du téléphone',
    drop: 'Choisissez-le, ou déposez-le dans ce cadre.',
    choose: 'Choisir un fichier',
    take: 'Prendre les saisies',
    taken: 'Le fichier a été lu',
    added_one: '{{count}} saisie est arrivée au siège par ce fichier.',
    added_other: '{{count}} saisies sont arrivées au siège par ce fichier.',
    known_one: '{{count}} saisie était déjà au siège : elle compte une seule fois.',
    known_other: '{{count}} saisies étaient déjà au siège : elles comptent une seule fois.',
    quarantined_one:
      '{{count}} saisie vient d’un appareil révoqué : elle ne compte pas tant qu’un administrateur n’a pas décidé.',
    quarantined_other:
      '{{count}} saisies viennent d’un appareil révoqué : elles ne comptent pas tant qu’un administrateur n’a pas décidé.',
    decide: 'Décider',
    spoilt_one: '{{count}} saisie était abîmée ou falsifiée et n’a pas été prise : le téléphone garde la vraie.',
    spoilt_other:
      '{{count}} saisies étaient abîmées ou falsifiées et n’ont pas été prises : le téléphone garde les vraies.',
    empty: 'Le fichier ne contient aucune saisie.',
    photos: 'Les photos ne sont pas dans le fichier : le téléphone les envoie quand il atteint le siège.',
    refused: 'Ce fichier n’a pas été pris',
    nothingLost: 'Rien n’est perdu : le téléphone garde toutes ses saisies.',
    faults: {
      NO_QUEUE_FILE:
        'Ce n’est pas le fichier d’un téléphone : choisissez celui que le téléphone a enregistré (en-attente-….jwe).',
      NEWER_VERSION:
        'Une application plus récente a fait ce fichier : mettez le serveur à jour, puis apportez-le de nouveau.',
      OTHER_COMPANY: 'Ce fichier a été fait pour le serveur d’une autre entreprise.',
      DAMAGED: 'Le fichier a été abîmé en chemin : demandez au téléphone de l’enregistrer de nouveau.',
      TOO_MANY_EVENTS:
        'Le fichier contient plus de 5 000 saisies : demandez au téléphone de l’enregistrer en plusieurs fois.',
    },
  },
};
