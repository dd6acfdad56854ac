import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrometheusWithHistory } from '../../prometheus.ts';
import { runJobwatch } from '../command-line.ts';
import { end, isoAt, playHistory, writeConfig } from '../history.ts';

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  prometheus = await playHistory();
});

afterAll(() => prometheus?.stop());

test('an alert on failures is explained by its runs, its rule and what would end it', async () => {
  const alert = 'BackgroundJobCriticalFailureRate';
  const { status, stdout, stderr } = await explain('failing', '--alert', alert);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
    "failing at 2026-04-07 08:00 UTC

    BackgroundJobCriticalFailureRate: on since 07:07 UTC
       FailureRatePercent is 100 %; the limit is 50 %.
       Of 360 runs since 02:01 UTC, 60 failed.
       3 runs in a row that failed raise it; there are 60 now.
       So do enough of its last runs, whatever is between them; the first table says
       how many.
       It ends after 2 runs in a row of which none failed (there are 0 now), not
       before 08:05 UTC, or after 2 h without any run.

       Last runs  Failed  Enough
               5       5       -
              10      10       9
              20      20      14
              40      40      22
              80      60      41
             160      60      81
             320      60     161

       Ended (UTC)       Failed  Good  Other
       2026-04-07 07:49       1     0      0
       2026-04-07 07:50       1     0      0
       2026-04-07 07:51       1     0      0
       2026-04-07 07:52       1     0      0
       2026-04-07 07:53       1     0      0
       2026-04-07 07:54       1     0      0
       2026-04-07 07:55       1     0      0
       2026-04-07 07:56       1     0      0
       2026-04-07 07:57       1     0      0
       2026-04-07 07:58       1     0      0
       2026-04-07 07:59       1     0      0
       2026-04-07 08:00       1     0      0
    "
  `);
});

test('an alert on staleness is explained by the last successes', async () => {
  const { stdout } = await explain('stopped');

  expect(stdout).toMatchInlineSnapshot(`
    "stopped at 2026-04-07 08:00 UTC

    BackgroundJobNotRunning: on since 06:56 UTC
       SecondsSinceSuccess is 3 h 13 min; the limit is 2 h.
       It runs every 15 min.
       It last succeeded at 04:46 UTC, 3 h 13 min ago.
       A success ends it.

       Succeeded (UTC)   Known at
       2026-04-07 02:01  2026-04-07 02:02
       2026-04-07 02:16  2026-04-07 02:17
       2026-04-07 02:31  2026-04-07 02:32
       2026-04-07 02:46  2026-04-07 02:47
       2026-04-07 03:01  2026-04-07 03:02
       2026-04-07 03:16  2026-04-07 03:17
       2026-04-07 03:31  2026-04-07 03:32
       2026-04-07 03:46  2026-04-07 03:47
       2026-04-07 04:01  2026-04-07 04:02
       2026-04-07 04:16  2026-04-07 04:17
       2026-04-07 04:31  2026-04-07 04:32
       2026-04-07 04:46  2026-04-07 04:47
    "
  `);
});

test('a scheduled job is explained by when it was due', async () => {
  const { stdout } = await explain('nightly', '--alert', 'BackgroundJobNotRunning');

  expect(stdout).toContain('It runs at "50 8 * * *" in Europe/Berlin');
  expect(stdout).toContain('It is due 08:50 Europe/Berlin, 1 h 10 min late.');
});

test('without an alert a job that is well has all of its alerts explained', async () => {
  const { status, stdout } = await explain('healthy', '--format', 'json');
  const { alerts } = JSON.parse(stdout);

  expect(status).toBe(0);
  expect(alerts.map(({ alert }: { alert: string }) => alert)).toContain(
    'BackgroundJobHighDuration',
  );
  expect(alerts.map(({ state }: { state: string }) => state)).toContain('off');
});

test('a job that does not exist is refused with the nearest name', async () => {
  const { status, stderr } = await explain('helthy');

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'there is no job "helthy"; did you mean healthy?\n',
  });
});

async function explain(...args: string[]) {
  const config = writeConfig(prometheus.url, ['healthy', 'failing', 'stopped', 'nightly']);
  return runJobwatch(config, 'explain', ...args, '--at', isoAt(end));
}
