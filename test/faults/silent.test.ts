import { beforeAll, describe, expect, test } from 'vitest';
import type { Asked } from '../../lib/lambda/bounded-answers.ts';
import type { RangeAnswer } from '../../lib/prometheus/answer.ts';
import { listMails } from '../alarm-watch.ts';
import { createClient } from './environment.ts';
import { findValues, jobPoints } from './published.ts';
import { start } from './scenario.ts';
import { type Life, startTestService } from './service.ts';

const service = startTestService();

const at = (minutes: number) => start + minutes * 60;

/** The fault lasts from the third minute to the thirtieth. */
const faultSpan = { from: at(3), to: at(30) };
const end = at(40);

const oneOutage = ['clipper/SourceUnreachable ALARM', 'clipper/SourceUnreachable OK'];

type Samples = Asked['samples'];

/** Wrong answers that look correct. Each changes Prometheus's answer. */
const faults = {
  'old answers, of half an hour ago': real => (selector, span) =>
    real(selector, { from: span.from - 1800, to: span.to - 1800 }),
  'a Prometheus that scrapes nothing any more': real => async (selector, span) =>
    keepSamples(await real(selector, span), time => time < faultSpan.from),
  'half of the answers: one job and not the other': real => async (selector, span) => {
    const { series, warnings } = await real(selector, span);
    return { series: series.filter(({ labels }) => labels.job_name !== 'broken'), warnings };
  },
  'a Prometheus that has lost its disk': real => async (selector, span) =>
    keepSamples(await real(selector, span), time => time >= faultSpan.from),
  'a Prometheus that knows nothing': () => async () => ({ series: [], warnings: [] }),
} satisfies Readonly<Record<string, (real: Samples) => Samples>>;

function keepSamples(
  { series, warnings }: RangeAnswer,
  isKept: (time: number) => boolean,
): RangeAnswer {
  const kept = series.map(({ labels, times, values }) => ({
    labels,
    times: times.filter(isKept),
    values: values.filter((_, index) => isKept(times[index] ?? 0)),
  }));
  return { series: kept.filter(({ times }) => times.length > 0), warnings };
}

let undisturbed: ReturnType<typeof jobPoints>;

beforeAll(async () => {
  const life = service().resume();
  await life.run(at(1), end);
  undisturbed = jobPoints(service().cloudWatch, at(1), end);
  expect(life.watch.changes).toEqual([]);
  await life.end();
});

async function disturb(life: Life, fault: (real: Samples) => Samples): Promise<void> {
  const client = createClient(service().proxy.url);
  await life.run(at(1), at(2));
  life.ask({ ...client, samples: fault(client.samples) });
  await life.run(faultSpan.from, faultSpan.to);
  life.ask(client);
  await life.run(faultSpan.to + 60, end);
  await client.close();
}

const listChanges = (life: Life) =>
  listMails(life.watch.changes).map(({ alarm, to }) => `${alarm} ${to}`);

describe('an old or incomplete answer raises one source alarm and changes no job alarm:', () => {
  test.each(Object.entries(faults))('%s', async (_, fault) => {
    const life = service().resume();
    await disturb(life, fault);
    expect(listChanges(life)).toEqual(oneOutage);
    await life.end();
  });
});

test('the judge fills the gap when Prometheus returns complete answers again', async () => {
  const life = service().resume();
  await disturb(life, faults['a Prometheus that knows nothing']);
  expect(jobPoints(service().cloudWatch, at(1), end)).toEqual(undisturbed);
  await life.end();
});

/** The empty copy answers every fifth call. */
const failEveryFifthCall = (real: Samples): Samples => {
  let calls = 0;
  return async (selector, span) => {
    calls += 1;
    return calls % 5 === 0 ? { series: [], warnings: [] } : real(selector, span);
  };
};

/** The empty copy answers every other minute. */
const failEveryOtherMinute =
  (real: Samples): Samples =>
  async (selector, span) =>
    (span.to / 60) % 2 === 0 ? { series: [], warnings: [] } : real(selector, span);

describe('if one copy of an HA pair is empty and answers', () => {
  test('every fifth query, the judge repeats the query and loses nothing', async () => {
    const life = service().resume();
    await disturb(life, failEveryFifthCall);
    expect(listChanges(life)).toEqual([]);
    expect(new Set(findValues(service().cloudWatch, 'Heartbeat', at(1), end))).toEqual(
      new Set([3]),
    );
    expect(jobPoints(service().cloudWatch, at(1), end)).toEqual(undisturbed);
    await life.end();
  });

  test('every other minute, the judge fills that minute from the other copy', async () => {
    const life = service().resume();
    await disturb(life, failEveryOtherMinute);
    expect(listChanges(life)).toEqual([]);
    expect(jobPoints(service().cloudWatch, at(1), end)).toEqual(undisturbed);
    await life.end();
  });
});
