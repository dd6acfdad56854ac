import { describe, expect, it } from 'vitest';
import type { Source } from '../../lib/model/source.ts';
import { parse, refusal } from './parse.ts';

const url = 'prometheus: { url: "http://localhost:9090" }';

const withSource = (parts: string) =>
  `${url}\nsources: { s: { ${parts} } }\njobs: { a: { interval: 1m } }`;
const source = (parts: string) => parse(withSource(parts)).fleet.sources[0] as Source;
const wrong = (parts: string) =>
  refusal(withSource(parts)).problems.map(p => [p.path, p.found, p.expected].join(' | '));

const words = { success: ['success'], failed: ['failed'], skipped: ['skipped'], ignored: [] };
const metric = (name: string, where = '') => ({ metric: name, where });

it('without sources the five metrics of the original are read', () => {
  const [read, ...more] = parse(`${url}\njobs: { a: { interval: 1m } }`).fleet.sources;
  expect(more).toEqual([]);
  expect(read).toMatchObject({ name: 'application', preset: 'jobs', jobLabels: ['job_name'] });
  expect(read?.replicas).toEqual({ kind: 'sum' });
});

it('the selectors of all queries and of a source are combined, and apply to up only if configured', () => {
  const text = `prometheus: { url: "http://localhost", selector: 'env="prod"' }
sources:
  a: { preset: jobs }
  b: { preset: jobs, selector: ' app = "billing" ', upSelector: 'job="api"' }
jobs: { x: { interval: 1m } }`;
  const selectors = parse(text).fleet.sources.map(one => [one.selector, one.upSelector]);
  expect(selectors).toEqual([
    ['env="prod"', 'env="prod"'],
    ['env="prod",app="billing"', 'env="prod",job="api"'],
  ]);
});

describe('runs', () => {
  it('are read from one counter with a status label and its words', () => {
    const parts =
      'runs: { counter: jobs_total, status: state, success: [ok, completed], failed: error, skipped: [], ignored: [started], where: "a!=\\"b\\"" }';
    expect(source(parts).runs).toEqual({
      kind: 'status',
      counter: metric('jobs_total', 'a!="b"'),
      label: 'state',
      success: ['ok', 'completed'],
      failed: ['error'],
      skipped: [],
      ignored: ['started'],
    });
  });

  it("have the original's words if none are given", () => {
    expect(source('runs: { counter: jobs_total }').runs).toMatchObject({
      label: 'status',
      ...words,
    });
  });

  it('are read from any two of three counters', () => {
    expect(
      source(
        'runs: { success: { counter: a_total, where: "x=\\"y\\"" }, total: { counter: c_total } }',
      ).runs,
    ).toEqual({
      kind: 'separate',
      success: metric('a_total', 'x="y"'),
      total: metric('c_total'),
    });
  });

  it('can change words of a preset without a counter, or replace the whole part with one', () => {
    expect(source('preset: argo-workflows, runs: { failed: [Failed] }').runs).toMatchObject({
      counter: metric('argo_workflows_workflowtemplate_triggered_total'),
      label: 'phase',
      success: ['Succeeded'],
      failed: ['Failed'],
      ignored: ['New', 'Pending', 'Running'],
    });
    expect(source('preset: argo-workflows, runs: { counter: mine_total }').runs).toEqual({
      kind: 'status',
      counter: metric('mine_total'),
      label: 'status',
      ...words,
    });
  });
});

describe('the other parts of a source', () => {
  it.each([
    ['{ histogram: h, unit: ms }', { kind: 'histogram', ...metric('h'), unitSeconds: 0.001 }],
    [
      '{ histogram: h, native: true }',
      { kind: 'native-histogram', ...metric('h'), unitSeconds: 1 },
    ],
    ['{ summary: s }', { kind: 'summary', ...metric('s'), unitSeconds: 1, quantile: 0.95 }],
    [
      '{ summary: s, quantile: 0.9, unit: ms }',
      { kind: 'summary', ...metric('s'), unitSeconds: 0.001, quantile: 0.9 },
    ],
    [
      '{ sum: a, count: b, where: "x=\\"y\\"" }',
      { kind: 'sum-count', sum: metric('a', 'x="y"'), count: metric('b', 'x="y"'), unitSeconds: 1 },
    ],
    ['{ gauge: g, unit: s }', { kind: 'gauge', ...metric('g'), unitSeconds: 1 }],
    ['false', undefined],
  ])('include run times from %s', (given, duration) => {
    expect(source(`preset: jobs, duration: ${given}`).duration).toEqual(duration);
  });

  it('include the last success, items and the queue, or false', () => {
    expect(
      source(
        'lastSuccess: { gauge: last.success, unit: ms }, items: { counter: items_total, success: done }, queue: { gauge: size, where: "state=\\"waiting\\"" }',
      ),
    ).toMatchObject({
      lastSuccess: { ...metric('last.success'), unitSeconds: 0.001 },
      items: { kind: 'status', counter: metric('items_total'), success: ['done'] },
      queue: metric('size', 'state="waiting"'),
      runs: undefined,
      duration: undefined,
    });
    expect(source('preset: jobs, lastSuccess: false, items: false, queue: false')).toMatchObject({
      lastSuccess: undefined,
      items: undefined,
      queue: undefined,
    });
  });

  it.each([
    ['max', { kind: 'max' }],
    ['sum', { kind: 'sum' }],
    ['{ drop: replica }', { kind: 'drop', label: 'replica' }],
  ])('with replicas: %s say how instances are combined', (given, replicas) => {
    expect(source(`preset: jobs, replicas: ${given}`).replicas).toEqual(replicas);
  });

  it('name a job by one label or several', () => {
    expect(source('preset: jobs, job: task').jobLabels).toEqual(['task']);
    expect(source('preset: jobs, job: [queue, worker]').jobLabels).toEqual(['queue', 'worker']);
  });

  it('name a Job without an owner by the same labels as one with an owner', () => {
    const jobs = (job: string) => source(`preset: kubernetes-jobs${job}`).runs;
    expect(jobs('')).toMatchObject({ object: ['namespace', 'job_name'] });
    expect(jobs(', job: [cluster, namespace, owner_name]')).toMatchObject({
      object: ['namespace', 'job_name', 'cluster'],
      orphan: ['cluster', 'namespace', 'job_name'],
    });
  });
});

describe('a source is rejected', () => {
  const preset = /one of the presets jobs, kubernetes-cronjobs, .*, jenkins/;

  it('with an unknown preset, or with no part at all', () => {
    expect(wrong('preset: cron')).toEqual([expect.stringMatching(preset)]);
    expect(wrong('queue: false')).toEqual([expect.stringMatching(preset)]);
  });

  it.each([
    ['preset: jobs, job: __name__', 'sources.s.job'],
    ['preset: jobs, job: "river.kind"', 'sources.s.job'],
    ['preset: jobs, job: []', 'sources.s.job'],
    ['preset: jobs, job: [a, a]', 'sources.s.job'],
    ['preset: jobs, job: [a, b.c]', 'sources.s.job[1]'],
    ['preset: jobs, replicas: mean', 'sources.s.replicas'],
    ['preset: jobs, selector: "x"', 'sources.s.selector'],
    ['runs: { status: state }', 'sources.s.runs.counter'],
    ['preset: sidekiq, runs: { failed: [x] }', 'sources.s.runs.counter'],
    ['runs: { counter: "sum(jobs)" }', 'sources.s.runs.counter'],
    ['runs: { counter: "up{a=\\"b\\"}" }', 'sources.s.runs.counter'],
    ['runs: { counter: a, success: [x], failed: [x] }', 'sources.s.runs'],
    ['runs: { success: { counter: a } }', 'sources.s.runs.failed'],
    ['runs: { success: { conter: a }, failed: { counter: b } }', 'sources.s.runs.success.conter'],
    ['runs: { failed: { counter: 5 }, total: { counter: b } }', 'sources.s.runs.failed.counter'],
    ['runs: true', 'sources.s.runs'],
    ['preset: jobs, lastSuccess: { gauge: a, unit: h }', 'sources.s.lastSuccess.unit'],
    ['preset: jobs, duration: { histogram: a, quantile: 0.9 }', 'sources.s.duration.quantile'],
    ['preset: jobs, duration: { sum: a }', 'sources.s.duration.count'],
    ['preset: jobs, queue: 5', 'sources.s.queue'],
  ])('with { %s }', (parts, path) => {
    expect(refusal(withSource(parts)).problems.map(problem => problem.path)).toEqual([path]);
  });

  it('if none is configured, or if its name is not plain', () => {
    const paths = (sources: string) =>
      refusal(`${url}\nsources: ${sources}\njobs: { a: { interval: 1m } }`).problems.map(
        p => p.path,
      );
    expect(paths('{}')).toEqual(['sources']);
    expect(paths('{ "a b": { preset: jobs } }')).toEqual(['sources["a b"]']);
  });
});

describe('a job', () => {
  const twoSources = (jobs: string) =>
    `${url}\nsources: { first: { preset: jobs }, other: { preset: sidekiq } }\njobs: ${jobs}`;
  const problems = (text: string) => refusal(text).problems.map(p => `${p.path} | ${p.expected}`);

  it('belongs to the first source unless it names one', () => {
    const { jobs } = parse(
      twoSources('{ a: { interval: 1m }, b: { interval: 1m, source: other } }'),
    ).fleet;
    expect(jobs.map(job => job.source)).toEqual(['first', 'other']);
  });

  it('has only the checks that its source has metrics for', () => {
    const { jobs } = parse(twoSources('{ b: { interval: 1m, source: other } }')).fleet;
    expect(jobs[0]?.enabled).toEqual({
      failures: true,
      staleness: true,
      duration: true,
      queue: false,
      items: false,
    });
  });

  it.each([
    ['lastSuccess: { gauge: a }', ['staleness']],
    ['runs: { counter: a }', ['failures', 'staleness']],
    ['queue: { gauge: a }', ['queue']],
    ['preset: kubernetes-cronjobs', ['failures', 'staleness', 'duration']],
    ['preset: systemd-timers', ['failures', 'staleness', 'duration']],
  ])('of a source of { %s } has the checks %s', (parts, checks) => {
    const enabled = parse(withSource(parts)).fleet.jobs[0]?.enabled ?? {};
    expect(Object.entries(enabled).flatMap(([check, isOn]) => (isOn ? [check] : []))).toEqual(
      checks,
    );
  });

  it('may turn off what its source lacks, but not configure it', () => {
    const job = (settings: string) =>
      twoSources(`{ b: { interval: 1m, source: other, ${settings} } }`);
    expect(() => parse(job('queue: false, items: false'))).not.toThrow();
    const expected = (part: string) =>
      `jobs.b.${part} | false or nothing, as the source other has no ${part}`;
    expect(problems(job('queue: { size: 10 }, items: true'))).toEqual([
      expected('queue'),
      expected('items'),
    ]);
  });

  it('must name an existing source', () => {
    expect(problems(twoSources('{ a: { interval: 1m, source: third } }'))).toEqual([
      'jobs.a.source | one of the sources first, other',
    ]);
  });

  it('that has the same name in two sources gets another key', () => {
    const { jobs } = parse(
      twoSources(
        '{ sync: { interval: 1m }, other sync: { interval: 1m, source: other, name: sync } }',
      ),
    ).fleet;
    expect(jobs.map(job => [job.name, job.source, job.seriesName])).toEqual([
      ['sync', 'first', 'sync'],
      ['other sync', 'other', 'sync'],
    ]);
    expect(
      problems(twoSources('{ sync: { interval: 1m }, again: { interval: 1m, name: sync } }')),
    ).toEqual(['jobs.again.name | each job of a source once']);
  });
});
