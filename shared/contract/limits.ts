/** Every limit of the wire and of the two nodes, in one place. Sizes in bytes, times in milliseconds unless the name says otherwise. */
export const CONTRACT_VERSION = 1;

export const LIMITS = {
  /** Events in one push. */
  eventsPerPush: 1_000,
  /** A request's body, before compression. */
  bodyBytes: 4 * 1024 * 1024,
  /** One event's JSON text. */
  eventBytes: 64 * 1024,
  /** Nesting of one event; deeper texts could exhaust a stack. */
  eventDepth: 32,
  /** Nesting of any other JSON that enters. */
  jsonDepth: 64,
  /** `entity_id`, `action` and other identifiers that are free text on the wire. */
  identifierChars: 200,
  /** Lines of one delivery or invoice. */
  documentLines: 500,
  /** Lots that one delivered line may come from. */
  lotsOfLine: 50,
  /** Prices of one product for kinds of clients and for clients. */
  listPrices: 200,
  /** A signature and a photo as a phone makes them small, and photos of one event. */
  signatureBytes: 20_000,
  photoBytes: 200_000,
  photosPerEvent: 6,
  /** Free text in a payload (names, notes, addresses). */
  textChars: 2_000,
  /** Largest quantity of one line: keeps every total inside a safe integer. */
  quantity: 1_000_000,
  /** How far a stock may fall below nothing; deeper is no sale. */
  shortfall: 1_000_000_000,
  /** Largest unit price, in centimes. */
  unitPrice: 10_000_000_000,
  /** Most cash that one delivery may have brought, in centimes: a hundred million dinars, far beyond any van's day. */
  cashCollected: 10_000_000_000,
  /** Further no van has gone. */
  odometerKm: 10_000_000,
  /** Of one QR code that shows an event; a longer one is shown as several. */
  shownCodeChars: 1_400,
  /** Largest number of a user, depot or product. */
  id: 2_147_483_647,
  /** Largest `seq` a device may reach. */
  seq: 2_147_483_647,
  /** Runs beyond gaps that one checkpoint names, and an even number. */
  checkpointRuns: 200,
  /** One `AUDIT_BATCH`, and how long a step waits for a business event to go before. */
  auditBatchBytes: 32 * 1024,
  auditBatchMs: 5 * 60_000,
  /** Missing photos that one checkpoint names; it covers no event that names a further one. */
  checkpointBlobs: 500,
  /** Further apart than the years 0 and 9999 no two clocks are. */
  clocksApartMs: 320_000_000_000_000,
  pullDefault: 100,
  pullMax: 500,
  /** Pages of changes, or of a snapshot, that a device takes from one node in a round: a node may have more news without end. */
  fetchPages: 1_000,
  /** While a long queue is handed in, news is fetched this often, and so many pages of it at once. */
  fetchMeanwhileMs: 2_000,
  fetchPagesMeanwhile: 4,
  /** A round asks a node for further pages for this long. */
  fetchMs: 5 * 60_000,
  /** What hubs say of the server's statements is checked against the server's own snapshot when they have spoken for this long. */
  unverifiedHubDataMs: 60 * 60_000,
  /** A node that asks for more patience than this is asked again all the same: others may have come into reach. */
  retryAfterSeconds: 10 * 60,
  /** Snapshots of whole scopes that a node gives at once; further callers come back later. */
  snapshotLimiter: 4,
  /** A snapshot that nobody goes on with makes room after this. */
  firstLoadIdleSeconds: 30,
  /** Who has to wait for a snapshot comes back after 1 s to this, by chance. */
  firstLoadRetrySeconds: 10,
  /** Entities in one bootstrap page. */
  bootstrapPage: 500,
  /** Rows in one page of an HQ list. */
  adminPage: 200,
  /** Rows of one of HQ's lists are counted up to here. */
  adminCount: 5_000,
  /** Rows of a long list that one request looks at for what no index finds: with what each is joined to, no more than 10,000. */
  adminSearch: 3_000,
  /** What is typed into the search of a list, and a place in one. */
  searchChars: 100,
  cursorChars: 500,
  /** Rules of stamp duty of a company in all, bands of one, and the most that a slice or an invoice may pay, in centimes. */
  stampRules: 100,
  stampBands: 10,
  /** Entries of a device that an evidence file holds where it is taken at the console. */
  evidenceEvents: 20_000,
  /** Dated rates of TVA in all, and the products of one of them; changes of the sales journal's accounts. */
  tvaRules: 500,
  tvaRuleProducts: 1_000,
  journalAccounts: 100,
  stampDuty: 1_000_000_000,
  /** Delivery notes that one invoice sums up, and that a client's month shows. */
  notesOfInvoice: 500,
  /** Lines of a client's statement. */
  statementRows: 2_000,
  /** Cheques that go to the bank in one act. */
  chequesDeposited: 500,
  /** Runs of missing numbers that are named of a series. */
  missingRuns: 100,
  /** Rows of one bulk call of HQ's API; of people fewer, since a password is slow to hash by design. */
  bulkRows: 1_000,
  bulkUsers: 100,
  /** Rows of one imported file, blank lines included, and cells of a row that are read at all. */
  importRows: 5_000,
  importColumns: 64,
  /** A workbook that is imported: as it is sent, unpacked, its parts, and the memory and time of reading it. */
  workbookBytes: 10 * 1024 * 1024,
  workbookUnpackedBytes: 100 * 1024 * 1024,
  workbookParts: 1_000,
  workbookHeapMiB: 512,
  workbookSeconds: 30,
  /** Headings of own files of one kind whose meaning is remembered, and the length of one. */
  importMappings: 200,
  importHeadingChars: 200,
  /** A phone's unsent queue as a file, and its entries; a longer queue goes in several, the oldest first. */
  queueFileBytes: 24 * 1024 * 1024,
  queueFileEvents: 5_000,
  /** Copies kept in the log of refused copies of a node; the oldest leave first. */
  refusedCopies: 10_000,
  /** Requests are counted in windows of this length. */
  rateWindowSeconds: 10,
  /** Requests of one phone or console in a window: far beyond what a busy one makes. */
  requestsPerDevice: 1_000,
  /** Requests of all that is not signed in yet behind one address in a window: a whole yard that opens the app at once. */
  requestsPerAddress: 3_000,
  /** Requests in a window that a hub relays for one address, counted at the hub first, and for all of them together. */
  relayedPerAddress: 200,
  relayedPerHub: 3_000,
  /** Callers whose requests are counted at the same time; the longest known leaves first. */
  callersCounted: 20_000,
  devicesPerUser: 3,
  /** What a node could not take even alone is offered to it again after this. */
  setAsideSeconds: 3600,
  /** How often a device that erases itself offers a copy that nodes refuse, before it gives it up. */
  rescueOffers: 3,
  /** Addresses of nodes that a phone remembers; the one that answered longest ago leaves first. */
  knownAddresses: 32,
  /** Other hubs of its networks that a depot's screen shows. */
  neighboursShown: 20,
  /** Addresses in one pairing code or one node's card; what stands beyond is not read. */
  addressesPerNode: 12,
  /** Revoked devices in one report of a hub. */
  wipesPerReport: 500,
  accessTokenSeconds: 15 * 60,
  /** Wrong passwords and codes of one name, or of one phone of its user, before it rests for the window. */
  wrongPasswordsPerName: 10,
  /** Wrong ones of strangers behind one address, and of all whose calls one hub relays. */
  wrongPasswordsPerAddress: 100,
  wrongPasswordsPerHub: 300,
  wrongPasswordSeconds: 60,
  /** Password hashes under way at once (19 MiB and a core each), and how many more wait for their turn. */
  passwordHashesAtOnce: 2,
  passwordHashesWaiting: 50,
  /** Wrong enrolment codes of one address, and with one beginning, before no more of these are looked at for the window. */
  wrongHubCodesPerAddress: 10,
  wrongHubCodesPerPrefix: 10,
  wrongHubCodeSeconds: 3600,
  /** Names by which tries are counted at the same time; the oldest leave first. */
  triesCounted: 100_000,
  /** How far ahead of a node's clock a token may have been issued; further, it is not valid yet. */
  tokenToleranceSeconds: 5 * 60,
  /** A key that signs tokens is followed by a new one at this age. */
  tokenKeyDays: 90,
  /** How long another server process may go on signing with the former key before it has heard of the new one. */
  tokenKeyOverlapSeconds: 3600,
  /** The private half of a token key is erased this long after it was followed. */
  formerKeyHours: 24,
  /** Keys that are looked at in one JWKS: a false one must not cost more than a true one. */
  jwksKeys: 500,
  /** An endorsement's text. */
  endorsementChars: 2_000,
  /** A hub asks the server for a key that it does not know this often at most: anybody can name one. */
  unknownKeySeconds: 2,
  /** A checkpoint that is shown with a pull: it stands in an address, and proxies cut those off. */
  headChars: 2_000,
  /** After it was asked for in vain, a key that a statement names is not asked for again this soon: anybody can make up such statements. */
  unknownStatementSeconds: 30,
  refreshTokenSeconds: 7 * 24 * 3600,
  /**
   * How long a hub that is cut off honours an expired access token, and a phone can be read without the server's statement, both
   * counted from when that was signed.
   */
  offlineGraceSeconds: 72 * 3600,
  /** A phone says so this long before its grace is over. */
  graceWarningSeconds: 24 * 3600,
  pinDigits: 6,
  /** Wrong PINs in a row, after which only a sign-in opens the phone. */
  pinTries: 10,
  /** Wrong PINs in a row that cost no wait. */
  pinFreeTries: 3,
  /** The wait after the first wrong PIN beyond the free ones; each further one doubles it. */
  pinPauseMs: 30_000,
  /** The same at a depot's PC, where several people try: wrong PINs that cost no wait, and the first wait. */
  deskPinFreeTries: 5,
  deskPinPauseMs: 60_000,
  /** A clerk's session at the depot's PC is renewed this often while HQ answers. */
  deskRenewSeconds: 6 * 3600,
  hubCodeSeconds: 24 * 3600,
  /** How long a code for a forgotten password is good: somebody reads it out to the one who stands there. */
  resetCodeSeconds: 3600,
  /** Wrong codes after which a user's code is good no more. */
  resetCodeAttempts: 5,
  passwordMinChars: 8,
  /** A hub's or the server's TLS certificate, from its first day to its last. */
  certificateDays: 90,
  /** From this day on a new one is asked for, again and again until it comes. */
  certificateRenewDays: 30,
  /** This long before its end one that could not be renewed is told to people. */
  certificateWarningDays: 14,
  /** A certificate begins this long before it is made, for phones whose clocks are behind. */
  certificateBackdateSeconds: 24 * 3600,
  /** Addresses in one hub's certificate. */
  certificateAddresses: 16,
  /** A certificate request's text. */
  csrChars: 10_000,
  /** The company CA's root. */
  rootDays: 3_650,
  /** What may stand in `Idempotency-Key`, and how long the answer is kept for whoever repeats the request. */
  idempotencyKeyChars: 200,
  idempotencyHours: 24,
  /** A batch's hash is remembered this long, so that its id cannot be used for another batch. */
  batchMemoryDays: 30,
  /** Phones on HQ's arrival board. */
  boardPhones: 2_000,
  /** Hubs, and devices with something unsent, that the metrics show each by itself. */
  metricSeries: 1_000,
  /** Gaps and faults of a journal that the depot's screen names. */
  gapsShown: 20,
  /** Entries of the depot's journal in one answer. */
  journalPage: 1_000,
  /** Devices of which a hub tells the last number that they said to have made. */
  saidNumbers: 500,
  /** Open deliveries of a tour that are moved in one act. */
  tourDeliveries: 1_000,
  /** A delivery is planned at most this far from today, and a lot's dates lie within so many days of it. */
  planningDays: 400,
  lotDays: 3_650,
  /** A price or rate that was replaced counts as valid this long: a phone may have been offline when it changed. */
  termsDays: 30,
  /**
   * How far an invoice's price may lie from every valid one before HQ is told, where the server's settings say nothing
   * else: the rounding of a discount, and a rebate that a seller may give without asking.
   */
  priceTolerancePercent: 5,
  /** The server's statements stay this long; a device that was away longer takes a snapshot. */
  changeDays: 90,
  /** A clock that is off by more than this is alerted, as is a hub's claim about time that misses its bounds by more. */
  clockDriftMs: 5 * 60 * 1000,
  /** A clock that seems to be behind by no more than this may be right: the request was under way for so long. */
  lineDelayMs: 10_000,
  /** How many of the newest measurements of a caller's clock are compared. */
  clockMeasurements: 5,
  /** What a device's own contacts have shown of its clock bounds a hub's claims for this long. */
  clockContactDays: 30,
  /** A device keeps purged events this long, for a server that comes back from a backup. */
  archiveDays: 30,
  /** One photo or signature. */
  blobBytes: 8 * 1024 * 1024,
  /** What a device sends of a blob in one request, and a node writes at once: a cut costs no more than this. */
  blobPieceBytes: 256 * 1024,
  /** What one device, and one hub for its depot, may keep at a node in blobs that no event names; a half-sent one counts whole. */
  unnamedBlobBytes: 128 * 1024 * 1024,
  unnamedBlobBytesOfHub: 2 * 1024 * 1024 * 1024,
  /** Whatever small blobs take, each costs a place. */
  unnamedBlobLeastBytes: 4 * 1024,
  /** A blob that no event names is forgotten after this. What an event names later may be brought again. */
  unnamedBlobDays: 30,
  /** Tours, and payments, that come with the first page of a snapshot, the newest first. */
  recentInSnapshot: 200,
  /** Closed deliveries, tours and payments stay in a scope this long after their day. */
  recentDays: 7,
  /** An origin that a person types or pastes. */
  addressChars: 300,
  /** For how many months photos and signatures are kept, where the operator sets nothing else; what may be set. */
  pictureMonths: 24,
  pictureMonthsMost: 120,
  /** Streams of one watcher that say when something changed (a few tabs), and how long one lasts: a right that was taken away ends with it. */
  liveStreams: 8,
  liveStreamSeconds: 600,
  /** Streams of news of one device at one node, and how often a node looks whether the device may still listen. */
  newsStreams: 2,
  newsJudgeSeconds: 10,
  /** Free room below which a hub takes no photos, then no events: the lesser of these, where its operator sets nothing else. */
  diskFloorBytes: 500_000_000,
  diskFloorPercent: 2,
  /** Free room in its data folder below which a server says that it is not ready. */
  serverDiskFloorBytes: 64 * 1024 * 1024,
  /** What an operator or a clerk may set a hub's floor to, in megabytes. */
  diskFloorMinMb: 10,
  diskFloorMaxMb: 99_999,
  /** Held back on a hub's disk for handing on what it has: several full batches, in the file and in its log. */
  diskReserveBytes: 32 * 1024 * 1024,
  /** A phone that is refused for want of room comes back after this. */
  diskRetrySeconds: 60,
  /** A half-sent blob that nobody goes on with is forgotten after this. */
  partialBlobDays: 7,
  /** One attempt to tell a program of a change, from the look-up of its address to its answer, and what of that is read. */
  webhookAttemptMs: 10_000,
  webhookAnswerBytes: 64 * 1024,
  webhookUrlChars: 1_000,
  /** A program that could not be told for so long is told no more until an admin sends again. */
  webhookRetryDays: 3,
  /** After a new secret the former one signs, too, for so long. */
  webhookOverlapHours: 24,
  /** JavaScript that a phone loads before its tour can be used, its worker included, compressed with gzip. */
  phoneProgramBytes: 300_000,
  /** The files of JavaScript that the phone's app consists of: each is a request at its first visit. */
  phoneProgramFiles: 70,
  /** Photos that a phone keeps although the server has them; the oldest leave first. */
  keptBlobBytes: 64 * 1024 * 1024,
} as const;
