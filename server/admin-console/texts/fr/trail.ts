/** All entries of devices, and the steps behind them. */
export const trail = {
  entries: {
    none: 'Aucune saisie',
    noneMore: 'Ce que les téléphones enregistrent arrive ici, pris en compte ou non.',
    outcome: 'Suite donnée',
  },
  trail: {
    none: 'Aucun geste',
    noneMore: 'Ce que l’on fait sur les appareils s’inscrit ici dès que le téléphone a rencontré le siège.',
    what: 'Geste',
    at: 'À l’heure de l’appareil',
    version: 'Application',
    battery: 'Batterie',
    network: 'Réseau',
    place: 'Lieu',
    openThing: 'Ouvrir',
    signed: 'Preuve',
    step: {
      DELIVERY_SCANNED: 'Code scanné',
      DELIVERY_OPENED: 'Livraison ouverte',
      INVOICE_DRAFTED: 'Facture commencée',
      PHONE_LOCKED: 'Téléphone verrouillé',
      PHONE_UNLOCKED: 'Téléphone déverrouillé',
      SIGNED_IN: 'Connexion',
      SIGNED_OUT: 'Déconnexion',
    },
  },
  proof: {
    title: 'Preuves',
    lots: 'Pris de quels lots',
    logged: 'Qui ouvre une photo ou une signature est inscrit au registre des actes.',
    notHere: 'pas encore arrivée au siège',
    kind: { PHOTO: 'Photo', SIGNATURE: 'Signature' },
    see: { PHOTO: 'Voir la photo', SIGNATURE: 'Voir la signature' },
  },
};
