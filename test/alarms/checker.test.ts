import { expect, test } from 'vitest';
import { planNotReporting, planSourceUnreachable, planUnlisted } from '../../lib/alarms/checker.ts';
import { configOf } from '../cdk/config.ts';

const links = { runbookUrl: 'https://example.com/runbook', dashboardUrl: 'https://example.com/d' };

function checkerOf(text = '') {
  return { fleet: configOf(text).fleet, links };
}

test('a source that does not answer keeps its state through silence, which heartbeats tell of', () => {
  expect(planSourceUnreachable(checkerOf()).treatMissingData).toBe('ignore');
  expect(planNotReporting('queue', checkerOf()).treatMissingData).toBe('breaching');
});

test('an alarm on unlisted jobs says which lines to add, and where the names are', () => {
  const plan = planUnlisted(checkerOf()).find(({ id }) => id === 'UnlistedJobs');
  expect(plan?.description).toContain('my_job: { interval: 15m }');
  expect(plan?.description).toContain('jobwatch check');
});

test('unlisted jobs hold as long as the defaults do', () => {
  const holds = planUnlisted(checkerOf()).map(plan => `${plan.id} ${plan.evaluationPeriods}`);
  expect(holds).toContain('Unlisted-BackgroundJobNotRunning 10');
  expect(holds).toContain('Unlisted-BackgroundJobHighDuration 15');
});

test('the cap is what the config says, and with none of them measured there is no alarm', () => {
  const capped = planUnlisted(checkerOf('unlisted: { maximum: 7 }'));
  expect(capped.find(({ id }) => id === 'TooManyUnlistedJobs')?.threshold).toBe(7);
  expect(planUnlisted(checkerOf('unlisted: { maximum: 0 }'))).toEqual([]);
});

test('every description fits', () => {
  const checker = checkerOf();
  const plans = [planSourceUnreachable(checker), ...planUnlisted(checker)];
  for (const { description } of plans) {
    expect(description.length).toBeLessThanOrEqual(1024);
    expect(description).toContain('Dashboard: ');
  }
});
