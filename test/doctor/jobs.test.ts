import { describe, expect, test } from 'vitest';
import {
  brief,
  end,
  findIn,
  HOUR,
  makeJob,
  makeScenario,
  pick,
  play,
  startHistories,
} from './histories.ts';

const full = {
  items: () => ({ success: 9, failed: 1, skipped: 1 }),
  queue: () => 3,
};

const { url } = await startHistories({
  all: play(
    makeScenario([
      makeJob('healthy', 5, full),
      makeJob('stray', 15, full),
      makeJob('stray: two #1', 60),
      makeJob('stopped', 15, { activeTo: end - 29 * HOUR, stamp: end - 60 }),
      makeJob('slow', 360),
    ]),
  ),
  uneven: play(
    makeScenario([
      makeJob('halted', 15, { activeTo: end - 20 * HOUR }),
      // two attempts fail before each success
      makeJob('retried', 5, { outcome: (_, index) => (index % 3 === 0 ? 'success' : 'failed') }),
    ]),
  ),
  silent: play(makeScenario([makeJob('a', 5), makeJob('b', 15)]), line =>
    line.includes('duration') && line.includes('job_name="a"') ? undefined : line,
  ),
});

const others = ['"stray: two #1": { interval: 1h, queue: false, items: false }'];
const rest = [
  'healthy: { interval: 5m }',
  'stray: { interval: 15m }',
  'slow: { interval: 6h, queue: false, items: false }',
];
const stopped = 'stopped: { interval: 15m, queue: false, items: false }';
const ask = (...jobs: string[]) => findIn({ url, env: 'all', jobs });

describe('doctor, job by job', () => {
  test('has only a note about a fleet that works', async () => {
    const findings = await ask(
      ...rest,
      ...others,
      'stopped: { interval: 2d, queue: false, items: false }',
    );
    expect(findings.map(({ level, code }) => `${level} ${code}`)).toEqual(['info staleness-loose']);
  });

  test('lists unlisted jobs with lines to paste and their learnt intervals', async () => {
    const findings = await ask('healthy: { interval: 5m }');
    expect(pick(findings, 'job-unlisted')).toMatchObject({
      level: 'warning',
      jobs: ['slow', 'stopped', 'stray', 'stray: two #1'],
      lines: [
        '  slow: { interval: 6h }',
        '  stopped: { interval: 15m }',
        '  stray: { interval: 15m }',
        '  "stray: two #1": { interval: 1h }',
      ],
    });
  });

  test('names a listed job without any series, and the most similar name', async () => {
    const finding = pick(
      await ask(...rest, ...others, 'stoped: { interval: 15m }'),
      'job-never-seen',
    );
    expect(finding).toMatchObject({ level: 'error', jobs: ['stoped'] });
    expect(finding?.advice).toMatch(/ Did you mean "stopped"\?$/);
  });

  test('reports many listed jobs without any series in one block', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `report_${index}: { interval: 1h }`);
    const findings = await ask(...rest, ...others, ...names, 'stoped: { interval: 15m }');
    const unseen = findings.filter(({ code }) => code === 'job-never-seen');
    expect(unseen).toHaveLength(1);
    expect(unseen[0]?.what).toBe(
      'Prometheus has no series of 41 listed jobs: "report_0", "report_1", "report_2", "report_3", "report_4" and 36 more.',
    );
    expect(unseen[0]?.advice).toContain('Did you mean "stopped" for "stoped"?');
  });

  test('ignores a job without series that is not expected yet', async () => {
    const finding = pick(
      await ask('new: { interval: 15m, since: 2126-01-01T00:00:00Z }'),
      'job-never-seen',
    );
    expect(finding?.level).toBe('info');
  });

  test('names the source that has the job', async () => {
    const more =
      'sources: { application: { preset: jobs }, other: { preset: jobs, selector: \'job_name="slow"\' } }\n';
    const jobs = [
      'slow: { interval: 6h, source: other }',
      'healthy: { interval: 5m, source: other }',
    ];
    const findings = await findIn({ url, env: 'all', jobs, more });
    expect(pick(findings, 'job-never-seen')).toMatchObject({ source: 'other', jobs: ['healthy'] });
    expect(pick(findings, 'job-never-seen')?.advice).toContain('set source: application.');
  });

  test('reports a counter that does not move', async () => {
    expect(brief(await ask(...rest, ...others, stopped))).toContain(
      'warning counter-still stopped',
    );
  });

  test.each([
    [
      'healthy: { interval: 1h }',
      /^It ran 288 times in 1 d, about every 5 min; the configuration says every 1 h\.$/,
    ],
    [
      'healthy: { interval: 1m }',
      /^It ran \d+ times in .*, about every 5 min; the configuration says every 1 min\.$/,
    ],
    [
      'slow: { interval: 1h }',
      /^It ran 4 times in 1 d, about every 6 h; the configuration says every 1 h\.$/,
    ],
  ])('reports that %s is not the rhythm', async (line, what) => {
    expect(pick(await ask(line), 'job-rhythm')?.what).toMatch(what);
  });

  test('ignores the rhythm of a job that has stopped or that is retried', async () => {
    const findings = await findIn({
      url,
      env: 'uneven',
      jobs: [
        'halted: { interval: 15m, queue: false, items: false }',
        'retried: { interval: 15m, queue: false, items: false }',
      ],
    });
    expect(brief(findings)).toEqual([]);
  });

  test('reports queues and items that cost money and do not exist', async () => {
    const findings = await ask('healthy: { interval: 5m }', 'slow: { interval: 6h }');
    expect(brief(findings)).toEqual(
      expect.arrayContaining(['info queue-unseen slow', 'info items-unseen slow']),
    );
    expect(pick(findings, 'queue-unseen')?.what).toBe('"slow" has no queue.');
  });

  test('reports a job that has runs but no durations', async () => {
    const jobs = [
      'a: { interval: 5m, queue: false, items: false }',
      'b: { interval: 15m, queue: false, items: false }',
    ];
    expect(brief(await findIn({ url, env: 'silent', jobs }))).toEqual([
      'warning duration-unseen a',
    ]);
  });

  test('recommends a tighter limit for a frequent job, but not for a slow one', async () => {
    const finding = pick(await ask(...rest, ...others, stopped), 'staleness-loose');
    expect(finding).toMatchObject({
      level: 'info',
      jobs: ['healthy'],
      what: '"healthy" would be late after 2 h; the longest time between two successes was 5 min.',
      lines: ['defaults:', '  staleness: { warning: 5 runs }'],
    });
  });
});
