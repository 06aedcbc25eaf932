export const refused = {
  refused: {
    ACCOUNT_CLOSED: { what: 'Ce compte est fermé : un code n’ouvrirait rien.', todo: 'Rouvrez d’abord le compte.' },
    ADDRESS: { what: 'L’adresse commence par https://, sans mot de passe ni #.', todo: 'Corrigez l’adresse.' },
    DAY_FAR: { what: 'Ce jour est trop loin.', todo: 'Choisissez un jour plus proche.' },
    DAY_PAST: { what: 'Trop tôt : choisissez un jour à venir.', todo: 'Choisissez un autre jour.' },
    DELIVERED: {
      what: 'Cette livraison est déjà faite ou annulée.',
      todo: 'Relisez la liste : elle a changé pendant ce temps.',
    },
    DRIVER_ELSEWHERE: {
      what: 'Cette personne ne livre pas pour ce dépôt.',
      todo: 'Choisissez un chauffeur de ce dépôt.',
    },
    FULL: {
      what: 'C’est plus que ce qui tient en une fois.',
      todo: 'Faites-le en plusieurs fois, ou demandez à l’administrateur.',
    },
    GOODS_LEFT: {
      what: 'La marchandise est partie avec cette facture.',
      todo: 'Faites un avoir : il dit si elle revient en stock.',
    },
    GOODS_STAYED: {
      what: 'Cette marchandise n’est pas sortie du stock avec cette facture : elle ne peut pas y revenir.',
      todo: 'Faites l’avoir sans retour en stock, puis saisissez une réception.',
    },
    HAS_CREDIT_NOTES: { what: 'Cette facture a déjà un avoir.', todo: 'Faites un avoir pour ce qu’il en reste.' },
    INVOICED: { what: 'Cette livraison est facturée.', todo: 'Faites d’abord l’avoir de sa facture.' },
    LOT_DATES: {
      what: 'Ce lot est nouveau ici : ses dates manquent.',
      todo: 'Saisissez ses dates de fabrication et de péremption.',
    },
    LOT_UNKNOWN: { what: 'Ce dépôt n’a pas ce lot de ce produit.', todo: 'Vérifiez le numéro du lot.' },
    MONTH_CLOSED: {
      what: 'Ce mois est clôturé : rien n’y change plus.',
      todo: 'Pour une facture, faites un avoir, daté d’aujourd’hui.',
    },
    NAME_TAKEN: { what: 'Ce code ou ce nom existe déjà.', todo: 'Choisissez-en un autre.' },
    NOT_ENOUGH: {
      what: 'Il n’y en a pas autant.',
      todo: 'Vérifiez la quantité, ou saisissez d’abord un comptage ou une réception.',
    },
    NO_COMPANY: {
      what: 'L’identité de la société n’est pas encore écrite : les papiers en ont besoin.',
      todo: 'Écrivez-la sous « Équipe et dépôts », « Société », puis recommencez.',
    },
    NOTES_OPEN: {
      what: 'Ce dépôt a encore des bons de ce client à livrer.',
      todo: 'Livrez-les ou annulez-les d’abord, puis retirez le dépôt.',
    },
    OFF_SALE: { what: 'Un de ces produits n’est plus en vente.', todo: 'Retirez-le, ou remettez-le en vente.' },
    OVER_CREDITED: {
      what: 'Il n’en reste pas autant sur cette facture.',
      todo: 'Relisez la facture : un avoir a pu être fait pendant ce temps.',
    },
    OWN_ACCOUNT: { what: 'Personne ne ferme son propre compte.', todo: 'Demandez à un autre administrateur.' },
    RATE_DATED: { what: 'Ce taux suit un taux daté.', todo: 'Changez-le sous « Taux de TVA ».' },
    REASON_NEEDED: { what: 'La quantité reçue n’est pas celle envoyée : dites pourquoi.', todo: 'Saisissez un motif.' },
    SAME_DEPOT: { what: 'Un transfert va vers un autre dépôt.', todo: 'Choisissez un autre dépôt.' },
    SCOPES: {
      what: 'Une clé d’un seul dépôt n’a pas ces droits-là.',
      todo: 'Retirez les droits qui valent pour toute la société.',
    },
  },
};
