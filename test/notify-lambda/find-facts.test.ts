import { describe, expect, test } from 'vitest';
import { limitAnswers } from '../../lib/lambda/bounded-answers.ts';
import { createFactsFinder } from '../../lib/lambda/notify/find-facts.ts';
import { createSources } from '../../lib/lambda/read-sources.ts';
import { identifyAlarm } from '../../lib/notify/alarm.ts';
import { createAlarm } from '../../lib/notify/examples/build.ts';
import type { Message } from '../../lib/notify/message.ts';
import type { AlarmFacts } from '../../lib/notify/words/facts.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { createConfig } from '../cdk/config.ts';
import { at } from '../corpus/clock.ts';
import { failing, job, pod } from '../corpus/scenario-parts.ts';
import { createMemoryPrometheus, type MemoryPrometheus } from '../history/memory-prometheus.ts';
import { parseOpenMetrics } from '../history/raw-series.ts';

// Five hours of an application: a deploy at 240 min breaks clip_sync and cleanup, and worker:2
// with webhook_retry and digest dies at 270 min.
const deploy = 240;
const death = 270;
const now = 290;
const end = 300;

const { fleet } = createConfig(
  'jobs: { clip_sync: { interval: 5m }, webhook_retry: { interval: 1m }, steady: { interval: 5m } }',
);

const memory = createMemoryPrometheus(
  parseOpenMetrics(
    simulate({
      ...{ from: at(0), to: at(end), scrapeSeconds: 30, seed: 41 },
      processes: [
        pod('worker:1', [job('clip_sync', 5), job('cleanup', 5)], { to: deploy }),
        pod(
          'worker:1',
          [
            job('clip_sync', 5, { outcome: failing(deploy) }),
            job('cleanup', 5, { outcome: failing(deploy) }),
          ],
          { from: deploy },
        ),
        pod('worker:2', [job('webhook_retry', 1), job('digest', 1)], {
          to: death,
          upAfterStop: 'down',
        }),
        pod('worker:3', [job('steady', 5)]),
      ],
    }).openMetrics(),
  ),
);

type Alarm = Parameters<typeof createAlarm>[0];

/** The facts at a minute about an alarm in a message. */
async function find(
  parts: Alarm,
  prometheus: MemoryPrometheus = memory,
): Promise<AlarmFacts | undefined> {
  memory.now = at(now);
  const limits = limitAnswers(256);
  const sources = createSources({ prometheus, fleet, url: '', limits });
  const alarm = createAlarm({ since: at(now - 20), ...parts });
  const message: Pick<Message, 'items'> = { items: [{ alarm, change: 'began', others: [] }] };
  const found = await createFactsFinder(sources, fleet)([message as Message], at(now));
  return found?.get(identifyAlarm(alarm));
}

describe('the facts about an alarm from Prometheus', () => {
  test('include how its last runs ended, and that its process restarted before it began', async () => {
    const facts = await find({ alert: 'BackgroundJobFailing', job: 'clip_sync' });
    expect(facts).toMatchObject({ streak: { outcome: 'failed', runs: 10 } });
    expect((facts?.restartedAt ?? 0) - at(deploy)).toBeLessThanOrEqual(60);
    expect(facts?.restartedAt).toBeGreaterThanOrEqual(at(deploy) - 60);
    expect(facts).not.toHaveProperty('targetsDown');
  });

  test("include its alert's value an hour ago, and the query that shows its runs", async () => {
    const facts = await find({ alert: 'BackgroundJobFailing', job: 'clip_sync', value: 100 });
    expect(facts?.before).toEqual({ value: 0, secondsAgo: 3600 });
    expect(facts?.query).toBe('job_execution_total{job_name=~"clip_sync"}');
  });

  test('include the present P95 of a slow job, but neither a trend nor P95 of a late one', async () => {
    const slow = await find({ alert: 'BackgroundJobHighDuration', job: 'steady' });
    expect(slow?.p95Seconds).toBeGreaterThan(0);
    expect(slow?.before?.value).toBeGreaterThan(0);
    const late = await find({ alert: 'BackgroundJobNotRunning', job: 'webhook_retry' });
    expect(late).not.toHaveProperty('before');
    expect(late).not.toHaveProperty('p95Seconds');
  });

  test('include no trend once it is over', async () => {
    const facts = await find({ alert: 'BackgroundJobFailing', job: 'clip_sync', isOn: false });
    expect(facts).not.toHaveProperty('before');
  });

  test('include no restart long before it, or after it', async () => {
    const job = 'clip_sync';
    const alert = 'BackgroundJobFailing';
    const early = await find({ alert, job, since: at(deploy - 5) });
    expect(early).not.toHaveProperty('restartedAt');
    const late = await find({ alert, job, since: at(deploy + 40) });
    expect(late).not.toHaveProperty('restartedAt');
  });

  test('include which of its targets is down', async () => {
    const facts = await find({ alert: 'BackgroundJobNotRunning', job: 'webhook_retry' });
    expect(facts).toMatchObject({ targetsDown: ['worker:2'] });
  });

  test('include neither for a job whose process is fine', async () => {
    const facts = await find({ alert: 'BackgroundJobFailing', job: 'steady' });
    expect(facts).toMatchObject({ streak: { outcome: 'succeeded' } });
    expect(facts).not.toHaveProperty('restartedAt');
    expect(facts).not.toHaveProperty('targetsDown');
  });

  test('include the unlisted jobs of the alarm, with the runs if there is only one', async () => {
    const facts = await find({ alert: 'UnlistedBackgroundJobFailing', job: undefined });
    expect(facts).toMatchObject({ names: ['cleanup'], streak: { outcome: 'failed' } });
  });

  test('include the names of all unlisted jobs if the alarm is that there are any', async () => {
    expect(await find({ alert: 'UnlistedJobs', job: undefined })).toEqual({
      names: ['cleanup', 'digest'],
    });
  });

  test('include the check that cannot be read if the alarm is that Prometheus does not answer', async () => {
    const unreadable = {
      ...memory,
      samples: async (selector: string, span: Readonly<{ from: number; to: number }>) => {
        if (selector.startsWith('job_queue_size'))
          throw new PrometheusError({ code: 'timeout', problem: 'No' });
        return memory.samples(selector, span);
      },
    };
    const alert = 'SourceUnreachable';
    expect(await find({ alert, job: undefined }, unreadable)).toEqual({ names: ['queue'] });
    expect(await find({ alert, job: undefined })).toEqual({});
  });

  test('are not queried if the alarm is not about a job', async () => {
    memory.asked.length = 0;
    expect(await find({ alert: 'NotReporting', job: undefined })).toBeUndefined();
    expect(memory.asked).toEqual([]);
  });
});
