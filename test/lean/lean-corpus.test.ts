import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import type { AlarmHistory } from '../../lib/alarms/alarm-histories.ts';
import { evaluateAlarm, type Transition } from '../../lib/alarms/evaluate.ts';
import { planVerdictRule } from '../../lib/alarms/listed-verdicts.ts';
import type { Datapoint } from '../../lib/alarms/range.ts';
import { judgeMinutes } from '../../lib/cli/judge-minutes.ts';
import { withConfig } from '../../lib/cli/session.ts';
import type { SourceHistory } from '../../lib/history/history.ts';
import { createVerdictFollower } from '../../lib/lambda/follow-verdicts.ts';
import type { Fleet, Severity } from '../../lib/model/job.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { corpus } from '../corpus/all.ts';
import { at } from '../corpus/clock.ts';
import { type HistoryServer, serveHistories } from '../corpus/history.ts';
import { createConfig } from '../corpus/jobwatch.ts';
import type { CorpusScenario } from '../corpus/scenario.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: HistoryServer;

beforeAll(async () => {
  server = await serveHistories(corpus);
}, 120_000);

afterAll(() => server?.stop());

/** When something of a severity was on, in minutes: `clip_sync warning: 12-40, 55-`. */
type Rows = readonly string[];

describe('the corpus raises the same severities at the same minutes in both modes:', () => {
  test.for(corpus)('$name', async (scenario, { expect }) => {
    const { fleet, histories, span } = await readScenario(scenario);
    const read = { from: span.from - 1800, to: span.to };
    const { alarms } = judgeMinutes(fleet, histories, { span, read });
    const lean = followMinutes(fleet, histories, read);
    // a backtest leaves out what notifies nobody
    for (const { name, paused } of fleet.jobs) if (paused === true) lean.delete(name);
    expect(listVerdictRows(lean, span)).toEqual(listAlertRows(alarms));
  });
});

describe('a process that begins at any time gives the same verdicts, or none:', () => {
  test.for(corpus)('$name', async (scenario, { expect }) => {
    const { fleet, histories, span } = await readScenario(scenario);
    const warm = followMinutes(fleet, histories, { from: span.from - 1800, to: span.to });
    const length = span.to - span.from;
    for (let begin = span.from + 3600; begin < span.to; begin += Math.ceil(length / 1500) * 60) {
      for (const [job, datapoints] of followMinutes(fleet, histories, { from: begin, to: begin })) {
        const known = warm.get(job)?.find(point => point.at === begin)?.value;
        expect([begin, job, ...datapoints.map(({ value }) => value)]).toEqual([begin, job, known]);
      }
    }
  });
});

async function readScenario(scenario: CorpusScenario) {
  const { fleet, connection, ...config } = createConfig(scenario, server.url);
  const span = { from: at(0), to: at(scenario.hours * 60) };
  const histories = await withConfig({ fleet, connection, ...config }, async ({ prometheus }) => {
    const keeper = createHistoryKeeper(prometheus, fleet);
    await keeper.update({ from: span.from - 1800, to: span.to });
    return keeper.histories;
  });
  return { fleet, histories, span };
}

/** What the judge publishes over a span, by job. */
function followMinutes(
  fleet: Fleet,
  histories: readonly SourceHistory[],
  { from, to }: Readonly<{ from: number; to: number }>,
): Map<string, Datapoint[]> {
  const published = new Map<string, Datapoint[]>();
  for (const history of histories) {
    const follower = createVerdictFollower(fleet);
    for (let minute = from; minute <= to; minute += 60) {
      const found = follower.follow(history, { at: minute, without: new Set() });
      for (const { job, verdict, isMeasured } of found) {
        if (!isMeasured) continue;
        const datapoints = published.get(job) ?? [];
        published.set(job, datapoints);
        datapoints.push({ at: minute, value: verdict });
      }
    }
  }
  return published;
}

const severities = ['warning', 'critical'] as const;

function listVerdictRows(
  published: ReadonlyMap<string, Datapoint[]>,
  span: Readonly<{ from: number; to: number }>,
): Rows {
  return [...published]
    .flatMap(([job, datapoints]) =>
      severities.flatMap(severity => {
        const transitions = evaluateAlarm(planVerdictRule(severity), datapoints, {
          from: span.from - 1800,
          to: span.to,
        });
        return writeRow(job, severity, [transitions]);
      }),
    )
    .toSorted();
}

/** Any alert is at least a warning. */
function listAlertRows(alarms: readonly AlarmHistory[]): Rows {
  return [...Map.groupBy(alarms, ({ spec }) => spec.job)]
    .flatMap(([job, own]) =>
      severities.flatMap(severity => {
        const counted = own.filter(
          ({ spec }) => severity === 'warning' || spec.severity === severity,
        );
        return writeRow(
          job,
          severity,
          counted.map(({ transitions }) => transitions),
        );
      }),
    )
    .toSorted();
}

/** The minutes at which any of several alarms was on. */
function writeRow(
  job: string,
  severity: Severity,
  alarms: readonly (readonly Transition[])[],
): string[] {
  const times = [...new Set(alarms.flat().map(({ at: time }) => time))].toSorted((a, b) => a - b);
  const isOn = (time: number) =>
    alarms.some(alarm => alarm.findLast(one => one.at <= time)?.state === 'ALARM');
  const changes = times.filter(
    (time, index) => isOn(time) !== (index > 0 && isOn(times[index - 1] ?? 0)),
  );
  if (changes.length === 0) return [];
  return [`${job} ${severity}: ${changes.map(time => (time - at(0)) / 60).join(' ')}`];
}
