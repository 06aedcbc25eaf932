export const setupEn = {
  title: 'Set this computer up',
  back: 'Back',
  next: 'Continue',
  finish: 'Start',
  language: {
    short: 'Language',
    title: 'Which language?',
  },
  join: {
    short: 'HQ',
    title: 'Connect this computer to HQ',
    more: 'HQ gave you an invitation: open its file, or paste it into any field. Without it, type what they read out to you.',
    open: 'Open the invitation',
    server: 'HQ’s address',
    serverMore: 'For example https://hq.example.dz',
    code: 'Code of this computer',
    codeMore: 'It works once.',
    ca: 'Fingerprint',
    caMore: '64 digits and letters, if HQ gave them to you.',
    caWrong: '64 digits 0 to 9 and letters a to f are needed.',
    submit: 'Connect this computer',
    noInvitation: 'This file is no invitation',
    noInvitationTodo: 'Nothing was changed. Ask HQ for the file of “Enrol a depot’s computer”.',
  },
  network: {
    short: 'Network',
    title: 'The yard’s network',
  },
  printer: {
    short: 'Printer',
    title: 'The printer',
    more: 'Delivery notes come out of this computer’s printer. Print a test page: if it comes out, all is well. You can do this later, too.',
    test: 'Print a test page',
    page: 'Manchengo Hub: test page. This computer’s printer works.',
  },
  phone: {
    short: 'Phone',
    title: 'The first phone',
  },
  trouble: {
    ADDRESS: {
      what: 'This is not HQ’s address',
      todo: 'It begins with https://. Copy it as HQ gave it to you.',
    },
    SILENT: {
      what: 'HQ does not answer at this address',
      todo: 'Nothing is lost. Check the address and this computer’s cable or Wi-Fi, then try again.',
    },
    CLOCK: {
      what: 'This computer’s clock is wrong',
      todo: 'Set its date and time in its settings, then try again.',
    },
    STRANGER: {
      what: 'What answers cannot prove that it is HQ',
      todo: 'It was told nothing. Check the address and the fingerprint, or ask for a new invitation.',
    },
    HUB: {
      what: 'The computer of another depot answers there',
      todo: 'Ask HQ for its own address.',
    },
    PORTAL: {
      what: 'What answers is no Manchengo HQ',
      todo: 'It may be the page of an Internet provider: open the Internet in a browser, then try again.',
    },
    BUSY: {
      what: 'HQ has no time right now',
      todo: 'Wait a minute, then try again.',
    },
    VERSION: {
      what: 'This computer’s program is too old for HQ',
      todo: 'Install the current version, then start again.',
    },
    CODE_UNKNOWN: {
      what: 'HQ does not know this code',
      todo: 'Copy it letter by letter, or ask for a new one.',
    },
    CODE_USED: {
      what: 'This code was used for another computer',
      todo: 'Ask HQ for a new code.',
    },
    CODE_EXPIRED: {
      what: 'This code is no longer valid',
      todo: 'A code is good for one day. Ask HQ for a new one.',
    },
    OTHER: {
      what: 'HQ could not enrol this computer',
      todo: 'Nothing is lost. Try again, then call HQ.',
    },
  },
};

export const networkEn = {
  again: 'Check again',
  line: '{{name}}: {{state}}',
  addresses: 'Addresses of this computer:',
  state: {
    GOOD: 'good',
    BAD: 'needs you',
    UNSURE: 'not certain yet',
  },
  NETWORK: {
    name: 'Network',
  },
  PORT: {
    name: 'Way in for phones',
  },
  NAME: {
    name: 'The app’s name',
  },
  CLOCK: {
    name: 'This computer’s clock',
  },
  HQ: {
    name: 'HQ',
  },
  PHONES: {
    name: 'Phones',
  },
  cause: {
    NO_NETWORK: 'This computer is in no network: connect its cable or its Wi-Fi.',
    PORT_BLOCKED: 'This computer’s firewall blocks Manchengo Hub: allow it for private networks.',
    NO_MULTICAST:
      'The network does not carry announcements: phones find this computer by its address. Allow multicast (mDNS) in the Wi-Fi access point.',
    OTHER_HUB: 'Another Manchengo computer holds this name in this network: one computer a yard. Stop the old one.',
    NAME_TAKEN: 'Another device answers to this name: phones find this computer by its address.',
    CLOCK_WRONG: 'This computer’s clock is wrong: set it in its settings.',
    HQ_SILENT: 'HQ does not answer right now. Phones can work already.',
    HQ_REFUSES: 'HQ answers and does not let this computer in: the first screen says why.',
    NO_PHONE_YET:
      'No phone has called in the last ten minutes. If a phone on this Wi-Fi does not find this computer, the access point may keep devices apart: turn “client isolation” off.',
  },
};
