import { writeKey } from '../../doctor/yaml-lines.ts';
import { printable } from '../terminal.ts';
import type { PrometheusLines } from './authentication.ts';
import type { FoundSource } from './discover.ts';
import type { FoundJob } from './find-job.ts';

type ConfigPlan = Readonly<{
  service: string;
  prometheus: PrometheusLines;
  sources: readonly FoundSource[];
  /** Path of the JSON schema relative to the file, for editors; undefined if it is not there. */
  schema: string | undefined;
  /** The day on which Prometheus was examined, such as `2026-11-26`. */
  day: string;
}>;

/** The text of a configuration that watches everything found, with a reason for each line. */
export function writeConfig(plan: ConfigPlan): string {
  const { service, prometheus, sources, schema, day } = plan;
  const jobs = sources.flatMap(({ jobs }) => jobs).length;
  return [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`]),
    `# Written by "jobwatch init" on ${day} from the metrics in Prometheus: ${count(jobs, 'job')}.`,
    '# Check the intervals and schedules below: they were learnt from history, and only you know the intended ones.',
    '',
    '# Names the stack, its topics, alarms and dashboard.',
    `service: ${service}`,
    '',
    'prometheus:',
    ...writePrometheus(prometheus),
    '',
    '# The exporters that were found, and what each one reports about its jobs.',
    'sources:',
    ...sources.flatMap(writeSource),
    '',
    'jobs:',
    ...writeJobs(sources),
    '',
    ...advice,
    '',
  ].join('\n');
}

/** What only the user can know, ready to be filled in. */
const advice = [
  '# Who is notified. Without it, alarms change state but nobody gets a message.',
  '# notify:',
  '#   warning: [team@example.com]',
  '#   critical: [oncall@example.com]',
  '',
  '# "job" costs less: one verdict metric and two alarms per job, in place of all metrics and',
  '# one alarm per alert. "npx jobwatch cost" shows both.',
  '# alarms: job',
];

function writePrometheus({ url, auth, headers }: PrometheusLines): string[] {
  return [
    `  url: ${JSON.stringify(url)}`,
    ...(auth === undefined ? [] : [...describeSecret(auth), `  auth: ${writeFlow(auth)}`]),
    ...(headers === undefined ? [] : [`  headers: ${writeFlow(headers)}`]),
  ];
}

/** A function does not have the environment of this shell. */
function describeSecret(auth: object): string[] {
  const key = 'bearerEnv' in auth ? 'bearerSecretArn' : 'passwordSecretArn';
  if (!('bearerEnv' in auth || 'passwordEnv' in auth)) return [];
  return [`  # For this machine only. The deployed functions read a secret: ${key}: "arn:aws:…"`];
}

/** A map on one line. JSON is YAML: everything but plain names is quoted. */
function writeFlow(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${writeFlow(inner)}`);
  return `{ ${pairs.join(', ')} }`;
}

function writeSource({ name, preset, report, absent }: FoundSource): string[] {
  const parts = report.parts.map(({ text }) => `    # ${printable(text)}`);
  const off = absent.map(part => `    ${part}: false`);
  return [`  ${name}:`, ...parts, `    preset: ${preset.name}`, ...off];
}

function writeJobs(sources: readonly FoundSource[]): string[] {
  const names = sources.flatMap(({ jobs }) => jobs.map(({ seriesName }) => seriesName));
  return sources.flatMap(({ name, jobs }, index) =>
    jobs.map(job => {
      // a job belongs to the first source unless it names one
      const source = index === 0 ? [] : [`source: ${name}`];
      const isTaken =
        index > 0 && names.indexOf(job.seriesName) !== names.lastIndexOf(job.seriesName);
      return writeJob(job, isTaken ? `${name}:${job.seriesName}` : job.seriesName, source);
    }),
  );
}

function writeJob({ seriesName, settings, why }: FoundJob, key: string, source: string[]): string {
  const name = key === seriesName ? [] : [`name: ${JSON.stringify(seriesName)}`];
  const all = [...settings, ...source, ...name].join(', ');
  return `  ${writeKey(key)}: { ${all} } # ${why}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
