import { beforeAll, describe, expect, test } from 'vitest';
import { listMails } from '../alarm-watch.ts';
import { createClient, startEnvironment } from './environment.ts';
import { jobPoints, sentTwice } from './published.ts';
import { start } from './scenario.ts';
import { config, startTestService } from './service.ts';

const service = startTestService();

const minute = 60;
const at = (minutes: number) => start + minutes * minute;
const oneOutage = ['clipper/SourceUnreachable ALARM', 'clipper/SourceUnreachable OK'];

/** What the service publishes in the hour without a fault. */
let undisturbed: ReturnType<typeof jobPoints>;

beforeAll(async () => {
  const life = service().resume();
  await life.run(at(1), at(60));
  undisturbed = jobPoints(service().cloudWatch, at(1), at(60));
  expect(life.watch.changes).toEqual([]);
  await life.end();
});

const between = (from: number, to: number) =>
  Object.fromEntries(
    Object.entries(undisturbed).map(([key, points]) => [
      key,
      points.filter(point => point.at >= from && point.at <= to),
    ]),
  );

const listChanges = (changes: Parameters<typeof listMails>[0]) =>
  listMails(changes).map(({ alarm, to }) => `${alarm} ${to}`);

/** Prometheus is unreachable from the fifth minute to the forty-fourth. */
async function outage(life: ReturnType<ReturnType<typeof service>['resume']>): Promise<void> {
  const { proxy, cloudWatch } = service();
  const impatient = createClient(proxy.url, { deadlineMilliseconds: 200 });
  await life.run(at(1), at(4));
  life.ask(impatient);
  await proxy.set({ kind: 'refused' });
  await life.run(at(5), at(44));
  expect(Object.values(jobPoints(cloudWatch, at(5), at(44))).flat()).toEqual([]);
  await proxy.set({ kind: 'none' });
  life.ask(createClient(proxy.url));
  await impatient.close();
}

describe('after 40 minutes without Prometheus, the judge fills every missed minute', () => {
  test('from the newest to the oldest, after the present minute', async () => {
    const life = service().resume();
    const { cloudWatch } = service();
    await outage(life);
    await life.run(at(45), at(45));
    expect(jobPoints(cloudWatch, at(15), at(45))).toEqual(between(at(15), at(45)));
    expect(Object.values(jobPoints(cloudWatch, at(5), at(14))).flat()).toEqual([]);
    await life.run(at(46), at(46));
    expect(jobPoints(cloudWatch, at(1), at(46))).toEqual(between(at(1), at(46)));
    await life.run(at(47), at(60));
    expect(jobPoints(cloudWatch, at(1), at(60))).toEqual(undisturbed);
    expect(listChanges(life.watch.changes)).toEqual(oneOutage);
    expect(sentTwice(cloudWatch, at(1))).toEqual([]);
    await life.end();
  });

  test('if it starts cold and has to ask CloudWatch which minutes are missing', async () => {
    const life = service().resume();
    await outage(life);
    const asked = service().cloudWatch.calls.get('GetMetricData') ?? 0;
    life.restart();
    await life.run(at(45), at(60));
    expect(jobPoints(service().cloudWatch, at(1), at(60))).toEqual(undisturbed);
    expect(listChanges(life.watch.changes)).toEqual(oneOutage);
    expect(service().cloudWatch.calls.get('GetMetricData')).toBe(asked + 2);
    await life.end();
  });

  test('if every round starts cold, with the same values each time', async () => {
    const life = service().resume();
    await outage(life);
    for (const minutes of [45, 46, 47, 48, 49]) {
      life.restart();
      await life.run(at(minutes), at(minutes));
    }
    await life.run(at(50), at(60));
    expect(jobPoints(service().cloudWatch, at(1), at(60))).toEqual(undisturbed);
    expect(listChanges(life.watch.changes)).toEqual(oneOutage);
    await life.end();
  });
});

describe('published metrics do not change if', () => {
  test('invocations come twice, late or out of order', async () => {
    const life = service().resume();
    for (const minutes of [1, 1, 3, 2, 2, 4, 7, 5, 6, 8, 8, 4, 9, 10]) {
      await life.run(at(minutes), at(minutes));
    }
    expect(jobPoints(service().cloudWatch, at(1), at(10))).toEqual(between(at(1), at(10)));
    expect(life.watch.changes).toEqual([]);
    await life.end();
  });

  test('two environments run at once and one misses every third minute', async () => {
    const life = service().resume();
    const other = startEnvironment({
      config,
      prometheus: createClient(service().proxy.url),
      endpoint: service().cloudWatch.endpoint,
    });
    for (let minutes = 1; minutes <= 20; minutes += 1) {
      const both = [life.run(at(minutes), at(minutes)), other.run(at(minutes))];
      await (minutes % 3 === 0 ? both[0] : Promise.all(both));
    }
    expect(jobPoints(service().cloudWatch, at(1), at(20))).toEqual(between(at(1), at(20)));
    expect(life.watch.changes).toEqual([]);
    other.stop();
    await life.end();
  });

  test('single queries fail and every round starts cold', async () => {
    const life = service().resume();
    const { proxy } = service();
    let requests = 0;
    const impatient = createClient(proxy.url, { deadlineMilliseconds: 200 });
    life.ask(impatient);
    for (let minutes = 1; minutes <= 12; minutes += 1) {
      if (minutes % 4 === 0) await proxy.set({ kind: 'none' });
      // Some queries fail; others of the same minute succeed.
      else {
        await proxy.set(() => {
          requests += 1;
          return { kind: requests % 11 === 0 ? 'reset' : 'none' };
        });
      }
      life.restart();
      await life.run(at(minutes), at(minutes));
    }
    await proxy.set({ kind: 'none' });
    life.ask(createClient(proxy.url));
    life.restart();
    await life.run(at(13), at(14));
    expect(jobPoints(service().cloudWatch, at(1), at(14))).toEqual(between(at(1), at(14)));
    await impatient.close();
    await life.end();
  });
});
