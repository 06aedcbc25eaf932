/** All entries of devices, and the steps behind them. */
export const trail = {
  entries: {
    none: 'No entry',
    noneMore: 'What phones record arrives here, taken or not.',
    outcome: 'What became of it',
  },
  trail: {
    none: 'No step',
    noneMore: 'What is done on devices stands here as soon as the phone has met HQ.',
    what: 'Step',
    at: 'By the device’s clock',
    version: 'App',
    battery: 'Battery',
    network: 'Network',
    place: 'Place',
    openThing: 'Open',
    signed: 'Proof',
    step: {
      DELIVERY_SCANNED: 'Code scanned',
      DELIVERY_OPENED: 'Delivery opened',
      INVOICE_DRAFTED: 'Invoice begun',
      PHONE_LOCKED: 'Phone locked',
      PHONE_UNLOCKED: 'Phone unlocked',
      SIGNED_IN: 'Signed in',
      SIGNED_OUT: 'Signed out',
    },
  },
  proof: {
    title: 'Proof',
    lots: 'From which lots',
    logged: 'Whoever opens a photo or a signature is written into the record of acts.',
    notHere: 'not at HQ yet',
    kind: { PHOTO: 'Photo', SIGNATURE: 'Signature' },
    see: { PHOTO: 'See the photo', SIGNATURE: 'See the signature' },
  },
};
