export const refused = {
  refused: {
    ACCOUNT_CLOSED: {
      what: 'This account is closed: a code would open nothing.',
      todo: 'Open the account again first.',
    },
    ADDRESS: { what: 'The address begins with https://, without a password or a #.', todo: 'Correct the address.' },
    DAY_FAR: { what: 'This day is too far away.', todo: 'Choose a nearer day.' },
    DAY_PAST: { what: 'Too early: choose a day to come.', todo: 'Choose another day.' },
    DELIVERED: {
      what: 'This delivery is done or cancelled already.',
      todo: 'Read the list again: it has changed meanwhile.',
    },
    DRIVER_ELSEWHERE: { what: 'This person does not deliver for this depot.', todo: 'Choose a driver of this depot.' },
    FULL: { what: 'This is more than fits at once.', todo: 'Do it in several parts, or ask the administrator.' },
    GOODS_LEFT: {
      what: 'The goods left with this invoice.',
      todo: 'Make a credit note: it says whether they come back into the stock.',
    },
    GOODS_STAYED: {
      what: 'These goods did not leave the stock with this invoice: they cannot come back.',
      todo: 'Credit them without putting them back, then enter a receipt.',
    },
    HAS_CREDIT_NOTES: {
      what: 'This invoice has a credit note already.',
      todo: 'Make a credit note for what is left of it.',
    },
    INVOICED: { what: 'This delivery is invoiced.', todo: 'Make the credit note of its invoice first.' },
    LOT_DATES: {
      what: 'This lot is new here: its dates are missing.',
      todo: 'Enter when it was made and when it expires.',
    },
    LOT_UNKNOWN: { what: 'This depot has no such lot of this product.', todo: 'Check the number of the lot.' },
    MONTH_CLOSED: {
      what: 'This month is closed: nothing changes in it any more.',
      todo: 'For an invoice, make a credit note, which is of today.',
    },
    NAME_TAKEN: { what: 'This code or name exists already.', todo: 'Choose another one.' },
    NOT_ENOUGH: {
      what: 'There is not so much of it.',
      todo: 'Check the quantity, or enter a count or a receipt first.',
    },
    NO_COMPANY: {
      what: 'The company’s identity is not written yet: papers need it.',
      todo: 'Write it under “Team and depots”, “Company”, then try again.',
    },
    NOTES_OPEN: {
      what: 'This depot still has delivery notes of this client to deliver.',
      todo: 'Deliver or cancel them first, then take the depot out.',
    },
    OFF_SALE: { what: 'One of these products is no longer sold.', todo: 'Take it out, or put it on sale again.' },
    OVER_CREDITED: {
      what: 'Not so much of it is left on this invoice.',
      todo: 'Read the invoice again: somebody may have made a credit note meanwhile.',
    },
    OWN_ACCOUNT: { what: 'Nobody closes their own account.', todo: 'Ask another administrator.' },
    RATE_DATED: { what: 'This rate follows a dated one.', todo: 'Change it under “VAT rates”.' },
    REASON_NEEDED: { what: 'What arrived is not what was sent: say why.', todo: 'Enter a reason.' },
    SAME_DEPOT: { what: 'A transfer goes to another depot.', todo: 'Choose another depot.' },
    SCOPES: {
      what: 'A key of one depot cannot have these rights.',
      todo: 'Take out those that are the whole company’s.',
    },
  },
};
