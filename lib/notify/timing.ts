/**
 * Times in seconds. Each is a default with its reason. No other file of this directory contains
 * one.
 */
export const timing = {
  /** A bad deployment breaks several jobs within a minute, which belong in one message. */
  companySeconds: 60,
  /**
   * While people already know, further changes wait longer each time, because people are working on
   * it.
   */
  gapsSeconds: [300, 900, 3_600],
  /** An alarm that goes off and on again within this time is flapping. */
  flapSeconds: 1_800,
  /** A job whose warning is this young may be about to become critical. */
  spreadingSeconds: 600,
  /**
   * While one or two jobs are unhealthy. A warning that begins while something is critical may
   * become critical too: for a job that runs every 15 minutes, with its next run. A job that
   * recovers waits for the others, and longer if this is the fourth message in a row.
   */
  few: {
    warningSeconds: 1_200,
    recoverySeconds: { critical: 900, warning: 3_600 },
    lateRecoverySeconds: { critical: 900, warning: 43_200 },
  },
  /**
   * From this many jobs on it is an outage, and people are at work on it. A job that runs every
   * hour becomes critical or recovers within two hours, and one that runs every six hours within
   * half a day.
   */
  crowd: {
    jobs: 3,
    /**
     * Jobs that have been unhealthy for longer are not an outage, because people have got used to
     * them.
     */
    ageSeconds: 259_200,
    /** For this long after something became critical, warnings are considered a part of it. */
    freshSeconds: 3_600,
    warningSeconds: 4_500,
    recoverySeconds: { critical: 3_600, warning: 7_200 },
    lateRecoverySeconds: { critical: 7_200, warning: 43_200 },
    /** The time between two messages about fewer jobs than are known, from the third message on. */
    gapSeconds: { critical: 3_600, warning: 14_400 },
    /** Jobs that broke before the first ones recovered wait this long for their own recovery. */
    endsSeconds: 1_800,
  },
  /**
   * The source is reported as unreachable some minutes after it fails; job alarms may be earlier.
   */
  beforeOutageSeconds: 300,
  /** After the source is back, the jobs' alarms need some minutes to end. */
  afterOutageSeconds: 300,
  /** Right after an event, a read of the alarms may still show the previous state. */
  readSettlesSeconds: 120,
  /** A channel that fails for a moment is not reported; the message is tried again each minute. */
  channelFailsSeconds: 900,
  /** Critical alarms are repeated within a shift, warnings once a day. */
  remindSeconds: { critical: 14_400, warning: 86_400 },
} as const;
