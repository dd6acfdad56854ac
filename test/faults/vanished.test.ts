import { expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { type Change, listMails, watchAlarms } from '../alarm-watch.ts';
import { seriesKey } from '../recording-cloudwatch.ts';
import { createClient, startEnvironment } from './environment.ts';
import { createConfig, start } from './scenario.ts';
import { startTestService } from './service.ts';

const service = startTestService();

const ages = seriesKey('SecondsSinceSuccess', { Job: 'vanished' });
const rates = seriesKey('FailureRatePercent', { Job: 'vanished' });

/** Watches a service for 45 minutes after its only target stops at `start`. */
async function watchStop(env: 'down' | 'gone'): Promise<readonly Change[]> {
  const { proxy, cloudWatch } = service();
  const config = createConfig(['vanished'], env);
  cloudWatch.restore({ series: new Map(), sent: new Map() });
  const prometheus = createClient(proxy.url);
  const environment = startEnvironment({ config, prometheus, endpoint: cloudWatch.endpoint });
  const watch = watchAlarms(allAlarms(config, 'eu-west-1'), cloudWatch);
  for (let minutes = -2; minutes <= 45; minutes += 1) {
    expect(await environment.run(start + minutes * 60)).toEqual([]);
    watch.evaluate(start + minutes * 60);
  }
  environment.stop();
  await prometheus.close();
  return listMails(watch.changes);
}

test('a job becomes stale when its target is down', async () => {
  const mails = await watchStop('down');
  const { series } = service().cloudWatch;
  expect(series.get(ages)?.at(-1)?.value).toBeGreaterThan(44 * 60);
  // The limit is 30 min and the hold time 10 min.
  expect(mails.map(({ alarm, to }) => `${alarm} ${to}`)).toEqual([
    'clipper/vanished/BackgroundJobNotRunning ALARM',
  ]);
  expect(series.get(rates)?.at(-1)?.at).toBeLessThan(start + 10 * 60);
});

test('a service without any scraped target raises SourceUnreachable and no job alarm', async () => {
  const mails = await watchStop('gone');
  const { series } = service().cloudWatch;
  expect(series.get(ages)?.at(-1)?.at).toBeLessThanOrEqual(start + 5 * 60);
  expect(mails.map(({ alarm, to }) => `${alarm} ${to}`)).toEqual([
    'clipper/SourceUnreachable ALARM',
  ]);
});
