import type { JobVerdict } from '../alarms/verdict.ts';
import { heartbeats } from '../cloudwatch/heartbeat.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Round } from './evaluate-round.ts';
import {
  bound,
  boundVerdicts,
  formatMinute,
  type RoundLine,
  type SourceFailure,
  type SourceLine,
  toFailure,
} from './log.ts';
import type { SourcesReading } from './read-sources.ts';

/** The result of a round, for the log. */
type RoundReport = Readonly<{
  round: Round;
  reading: SourcesReading;
  histories: readonly SourceHistory[];
  published: number;
  milliseconds: number;
  /** If verdicts are published. */
  verdicts?: readonly JobVerdict[];
}>;

export function describeRound(report: RoundReport): RoundLine {
  const { round, reading, published, milliseconds } = report;
  const { at, heartbeat, measurements, notes } = round;
  const jobs = new Set(measurements.map(({ job }) => job).filter(job => job !== undefined));
  return {
    level: findLevel(report),
    event: 'round',
    at: formatMinute(at),
    heartbeat,
    sources: listSources(report),
    failures: listFailures(reading),
    jobs: jobs.size,
    milliseconds,
    published,
    ...(report.verdicts === undefined ? {} : boundVerdicts(report.verdicts)),
    ...bound(notes, reading.warnings),
  };
}

function findLevel({ round, reading }: RoundReport): RoundLine['level'] {
  if (round.heartbeat !== heartbeats.whole) return 'ERROR';
  return reading.warnings.length > 0 ? 'WARN' : 'INFO';
}

function listSources({ round, histories }: RoundReport): SourceLine[] {
  return histories.map(({ source, store }) => {
    const state = round.sources.get(source.name) ?? 'unknown';
    const age = Math.round(round.at - store.newest);
    const isKnown = Number.isFinite(age);
    return { name: source.name, state, ...(isKnown ? { newestSampleAgeSeconds: age } : {}) };
  });
}

function listFailures({ failures }: SourcesReading): SourceFailure[] {
  return [...failures].flatMap(([source, found]) =>
    [...found].map(([check, error]) => ({ source, check, ...toFailure(error) })),
  );
}
