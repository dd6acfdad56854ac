import { afterAll, describe, expect, test } from 'vitest';
import { withPrometheus } from '../prometheus.ts';
import { brief, end, findingsIn, job, only, story } from './history.ts';

const HOUR = 3600;

const full = {
  items: () => ({ success: 9, failed: 1, skipped: 1 }),
  queue: () => 3,
};

const prometheus = await withPrometheus(
  story([
    job('healthy', 5, full),
    job('stray', 15, full),
    job('stray: two #1', 60),
    job('stopped', 15, { activeTo: end - 29 * HOUR, stamp: end - 60 }),
    job('slow', 360),
    job('mixed', 5, { outcome: (_, index) => (index % 2 === 0 ? 'success' : 'partial') }),
  ]),
);
afterAll(prometheus.stop);

const others = ['"stray: two #1": { interval: 1h, queue: false, items: false }'];
const rest = [
  'healthy: { interval: 5m }',
  'stray: { interval: 15m }',
  'slow: { interval: 6h, queue: false, items: false }',
  'mixed: { interval: 5m, queue: false, items: false }',
];
const stopped = 'stopped: { interval: 15m, queue: false, items: false }';
const ask = (...jobs: string[]) => findingsIn({ url: prometheus.url, jobs });

describe('doctor, job by job', () => {
  test('has nothing but notes on a fleet that works', async () => {
    const findings = await ask(
      ...rest,
      ...others,
      'stopped: { interval: 2d, queue: false, items: false }',
    );
    expect(brief(findings)).toEqual([
      'info status-other',
      'info job-too-rare stopped',
      'info history-short',
    ]);
    expect(only(findings, 'status-other')?.what).toContain('"partial"');
  });

  test('lists unlisted jobs with lines to paste, intervals guessed', async () => {
    const findings = await ask('healthy: { interval: 5m }');
    expect(only(findings, 'job-unlisted')).toMatchObject({
      level: 'warning',
      jobs: ['mixed', 'slow', 'stopped', 'stray', 'stray: two #1'],
      lines: [
        '  mixed: { interval: 10m, queue: false, items: false }',
        '  slow: { interval: 6h, queue: false, items: false }',
        '  stopped: { interval: 1h, queue: false, items: false } # no two successes seen: a mere guess',
        '  stray: { interval: 15m }',
        '  "stray: two #1": { interval: 1h, queue: false, items: false }',
      ],
    });
  });

  test('names a listed job that was never seen, and what it may be called', async () => {
    const finding = only(
      await ask(...rest, ...others, 'stoped: { interval: 15m }'),
      'job-never-seen',
    );
    expect(finding).toMatchObject({ level: 'error', jobs: ['stoped'] });
    expect(finding?.advice).toContain('"stopped"');
  });

  test('a job that is not expected yet may be unseen', async () => {
    const finding = only(
      await ask('new: { interval: 15m, since: 2126-01-01T00:00:00Z }'),
      'job-never-seen',
    );
    expect(finding?.level).toBe('info');
  });

  test('tells a counter that does not move', async () => {
    expect(brief(await ask(...rest, ...others, stopped))).toContain(
      'warning counter-still stopped',
    );
  });

  test.each([
    [
      'healthy: { interval: 1h }',
      'It ran 288 times in 1 d, about every 5 min; the config says every 1 h.',
    ],
    [
      'healthy: { interval: 1m }',
      'It ran 288 times in 1 d, about every 5 min; the config says every 1 min.',
    ],
    [
      'slow: { interval: 1h }',
      'It ran 4 times in 1 d, about every 6 h; the config says every 1 h.',
    ],
    [
      'stray: { interval: 7h }',
      'It ran 119 times in 1 d 5 h, about every 15 min; the config says every 7 h.',
    ],
  ])('tells that %s is not the rhythm', async (line, what) => {
    expect(only(await ask(line), 'job-rhythm')?.what).toBe(what);
  });

  test('tells queues and items that are paid for and not there', async () => {
    const findings = await ask(
      'healthy: { interval: 5m }',
      'slow: { interval: 6h }',
      'mixed: { interval: 5m }',
    );
    expect(brief(findings)).toEqual(
      expect.arrayContaining(['info queue-unseen slow mixed', 'info items-unseen slow mixed']),
    );
  });

  test('tells a job that is too rare for any window', async () => {
    const finding = only(await ask('slow: { interval: 2d }'), 'job-too-rare');
    expect(finding).toMatchObject({ level: 'info', jobs: ['slow'] });
  });
});
