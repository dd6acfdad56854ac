/** Times in seconds. Each is a default with its reason; nothing else in this room holds one. */
export const timing = {
  /** A bad deploy breaks several jobs within a minute: they belong in one message. */
  companySeconds: 60,
  /** What changes while people already know waits longer each time: they are at work on it. */
  gapsSeconds: [300, 900, 3_600],
  /** An alarm that goes off and on again within this time is flapping. */
  flapSeconds: 1_800,
  /** A job that recovers waits so long for the others that are not well yet. */
  few: { seconds: { critical: 900, warning: 3_600 } },
  /** A job whose warning is so young may be about to become critical. */
  spreadingSeconds: 600,
  /**
   * From this many jobs on it is an outage, and people are at work on it. A warning that begins
   * beside so many critical jobs waits for what becomes of it; those that recover wait longer for
   * the others; what is untold when the first ones recover waits for its own end.
   */
  crowd: {
    ...{ jobs: 3, freshSeconds: 3_600, warningSeconds: 3_600, endsSeconds: 1_800 },
    seconds: { critical: 3_600, warning: 7_200 },
  },
  /** The source is called unreachable some minutes after it went; job alarms may be quicker. */
  beforeOutageSeconds: 300,
  /** After the source is back, the jobs' alarms need some minutes to end. */
  afterOutageSeconds: 300,
  /** Right after an event, a read of the alarms may still show what was before it. */
  readSettlesSeconds: 120,
  /** A channel that fails for a moment is not reported; the message is tried again each minute. */
  channelFailsSeconds: 900,
  /** Critical is repeated within a shift, a warning once a day. */
  remindSeconds: { critical: 14_400, warning: 86_400 },
} as const;
