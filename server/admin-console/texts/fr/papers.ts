export const papers = {
  invoices: {
    title: 'Factures',
    none: 'Aucune facture',
    noneMore: 'Les factures saisies sur les téléphones reçoivent ici leur numéro.',
    reference: 'Facture',
    client: 'Client',
    by: 'Saisie par',
    at: 'Émise le',
    payment: 'Paiement',
    ht: 'HT',
    vat: 'TVA',
    stamp: 'Timbre',
    ttc: 'TTC (DA)',
    stampDuty: 'Timbre fiscal',
    quantity: 'Quantité',
  },
};
