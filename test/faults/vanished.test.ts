import { expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { listMails, watchAlarms } from '../alarm-watch.ts';
import { seriesKey } from '../recording-cloudwatch.ts';
import { createClient, startEnvironment } from './environment.ts';
import { setStage } from './service.ts';
import { createConfig, start } from './story.ts';

const stage = setStage();

test.each(['down', 'gone'])(
  'a target that is %s is an answer: the age of its job goes on, and is mailed',
  async env => {
    const { proxy, cloudWatch } = stage();
    const config = createConfig(['vanished'], env);
    cloudWatch.restore({ series: new Map(), sent: new Map() });
    const prometheus = createClient(proxy.url);
    const environment = startEnvironment({ config, prometheus, endpoint: cloudWatch.endpoint });
    const watch = watchAlarms(allAlarms(config, 'eu-west-1'), cloudWatch);
    for (let minutes = -2; minutes <= 45; minutes += 1) {
      const at = start + minutes * 60;
      expect(await environment.run(at)).toEqual([]);
      watch.evaluate(at);
    }
    const dimensions = { Service: 'clipper', Job: 'vanished' };
    const ages = cloudWatch.series.get(seriesKey('SecondsSinceSuccess', dimensions)) ?? [];
    expect(ages.at(-1)?.value).toBeGreaterThan(44 * 60);
    // the limit is 30 min and the hold 10 min
    expect(listMails(watch.changes).map(({ alarm, to }) => `${alarm} ${to}`)).toEqual([
      'clipper/vanished/BackgroundJobNotRunning ALARM',
    ]);
    const rates = cloudWatch.series.get(seriesKey('FailureRatePercent', dimensions)) ?? [];
    expect(rates.at(-1)?.at).toBeLessThan(start + 10 * 60);
    environment.stop();
    await prometheus.close();
  },
);
