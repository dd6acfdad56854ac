/** When a job is due: one or several five-field crons in one zone. */
export type Schedule = Readonly<{
  crons: readonly string[];
  /** An IANA time zone. */
  timezone: string;
  /** Local dates such as `2026-12-25` on which nothing is due. */
  except: readonly string[];
}>;

/** A span in which nobody is notified about the jobs whose names match. They are still measured. */
export type Maintenance = Readonly<{
  /** Name patterns; `*` matches any characters. */
  jobs: readonly string[];
  schedule: Schedule;
  durationSeconds: number;
  reason: string;
}>;
