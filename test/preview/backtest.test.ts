import { afterAll, beforeAll, expect, test } from 'vitest';
import { listEpisodesWithin } from '../../lib/alarms/episodes.ts';
import { replay } from '../../lib/cli/replay.ts';
import type { Config } from '../../lib/config/config.ts';
import type { Muted } from '../../lib/panels/muted.ts';
import { createAnswerer } from '../../lib/preview/answer-page.ts';
import type { AnswerLine } from '../../lib/preview/dashboard.ts';
import { findPageLinks } from '../../lib/preview/links.ts';
import { createAuthorizer } from '../../lib/prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';
import { createClipperDay } from '../../lib/simulator/clipper.ts';
import { parse } from '../config/parse.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const to = Date.UTC(2026, 0, 6, 12) / 1000;
const span = { from: to - 20 * 3600, to };

const jobs = `
  clip_sync: { interval: 15m }
  hot_score_refresh: { interval: 5m }
  trending_score_refresh: { interval: 1h }
  webhook_retry: { interval: 1m }`;

let history: PrometheusWithHistory;
let config: Config;
let prometheus: Prometheus;

beforeAll(async () => {
  history = await withPrometheus(createClipperDay(to, to).scenario);
  config = parse(`prometheus: { url: "${history.url}" }\njobs:${jobs}`);
  const authorize = createAuthorizer(config.connection, async () => '');
  prometheus = createPrometheus(config.connection, { authorize });
});

afterAll(async () => {
  await prometheus?.close();
  await history?.stop();
});

/** The page's data of a span, after shorter ones were requested before. */
async function drawSpan(muted: readonly Muted[] = []): Promise<AnswerLine | undefined> {
  const answerer = createAnswerer(prometheus, config.fleet, {
    links: findPageLinks(config),
    findMuted: () => muted,
  });
  let last: AnswerLine | undefined;
  const send = (line: AnswerLine) => {
    last = line;
  };
  for (const from of [to - 900, to - 6 * 3600, span.from]) {
    const request = { span: { from, to }, theme: 'light' as const, sizes: {} };
    await answerer.answer(request, { now: to, send });
  }
  return last;
}

test('the page and the backtest show the same alarms, at the same minutes', async () => {
  const { alarms } = await replay(prometheus, config.fleet, span);
  const expected = alarms.flatMap(one =>
    listEpisodesWithin(one, span).map(({ from, to: end }) => ({
      alert: one.spec.alert,
      job: one.spec.job,
      from,
      to: end ?? null,
    })),
  );
  const picture = await drawSpan();
  if (picture?.kind !== 'dashboard') throw new Error('no picture');
  const drawn = picture.episodes.map(({ alert, job, from, to: end }) => ({
    alert,
    job,
    from,
    to: end,
  }));
  expect(expected.length).toBeGreaterThan(2);
  expect(drawn).toEqual(expect.arrayContaining(expected));
  expect(drawn).toHaveLength(expected.length);
});

test('the page says who muted what, until when and why, as one line of plain text', async () => {
  const muted = { jobs: ['ops/*'], until: to + 3600, who: 'arn:aws:iam::1:user/ann' };
  const reason = `<b>move</b>\n\u202e${'x'.repeat(300)}`;
  const picture = await drawSpan([{ ...muted, reason }]);
  if (picture?.kind !== 'dashboard') throw new Error('no picture');
  expect(picture.notes[0]).toBe(
    `ops/* is muted until 2026-01-06 13:00 UTC by ${muted.who}: <b>move</b>\ufffd\ufffd${'x'.repeat(186)}…`,
  );
});

test('the page shows what is muted until when, and which problems notify nobody', async () => {
  const reason = 'weekly restore test';
  const muted = { jobs: ['*'], until: to + 3600, reason, who: undefined };
  const picture = await drawSpan([muted]);
  if (picture?.kind !== 'dashboard') throw new Error('no picture');
  expect(picture.notes[0]).toBe(`* is muted until 2026-01-06 13:00 UTC by maintenance: ${reason}`);
  expect(picture.problems.length).toBeGreaterThan(0);
  for (const { text } of picture.problems) {
    expect(text).toMatch(/; muted until 2026-01-06 13:00 UTC: weekly restore test$/);
  }
});
