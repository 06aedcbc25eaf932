/**
 * Where a thing becomes odd enough for a person at HQ to look at it. One table, units in the names, chosen for delivery
 * vans in Algeria; each is tested at its edge. A signal blocks nothing, so these err towards silence: an inbox that
 * cries wolf is not read.
 */
export const SIGNAL_THRESHOLDS = {
  /**
   * A van parks around the corner of a market street, and a shop's own place was taken from a map or at its other door:
   * 500 m covers both, and is far less than the way to the next customer. The accuracies of both places are added.
   */
  farFromClientM: 500,
  /** A place known less exactly than this came from a radio mast, not from a satellite: no evidence of anything. */
  poorFixM: 1_000,
  /** What a phone's place is taken to be good for where the phone does not say. */
  unsaidAccuracyM: 100,
  /** Motorways allow 120 km/h and a loaded van hardly does it: nobody who drove did 150 from one stop to the next. */
  tooFastKmh: 150,
  /** Over less than this a leap of the fix between two walls looks like speed. */
  tooFastMinKm: 5,
  /** Two stops further apart in time say nothing of speed: there was time for a flight, and for a clock to be set. */
  tooFastWindowHours: 12,
  /** As for a clock that is off (`clockDriftMs`): less than this, phones correct by themselves against the network. */
  backwardsMinutes: 5,
  /** What a clock is measured to is good for about this; an event that lies further in the future has no time. */
  futureMinutes: 1,
  /** A bad day has two or three closed shops. */
  failures: 5,
  /** Of the stops planned for the driver's day. A tour of thirty with five closed shops is a Friday, not a fraud. */
  failuresPercent: 40,
  /**
   * Clients pay older notes along with the day's, and change is not always at hand: half as much again as the goods are
   * worth, and 10,000 DA (in centimes) more, is neither.
   */
  cashAbovePercent: 50,
  cashAboveCentimes: 1_000_000,
  /** Recorded so much later than the revocation that the two clocks cannot be the reason. */
  afterRevocationMinutes: 5,
} as const;
