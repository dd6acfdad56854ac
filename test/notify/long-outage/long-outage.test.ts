import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Severity } from '../../../lib/model/job.ts';
import type { Message } from '../../../lib/notify/message.ts';
import { hour, type Line, minute, play } from '../play.ts';
import { judgeOutage, recovery } from './judge-outage.ts';

vi.setConfig({ testTimeout: 120_000 });

// Every job fails at its own times, and recovers with its own next runs, up to two days later.

const lengths = [30, 120, 360] as const;

/** The number of jobs, and how many of them are judged; the others behave like these. */
const services = [
  { jobs: 6, judged: 6, copies: 1 },
  { jobs: 40, judged: 40, copies: 1 },
  { jobs: 200, judged: 40, copies: 5 },
  { jobs: 490, judged: 49, copies: 10 },
] as const;

const page = readFileSync('docs/reliability.md', 'utf8');

describe('the messages of an outage', () => {
  const judged = new Map<number, readonly Line[]>();

  beforeAll(async () => {
    for (const minutes of lengths) {
      judged.set(minutes, await judgeOutage({ jobs: 49, minutes, phase: 7 }));
    }
  });

  test.for(services)('of $jobs jobs are those in docs/reliability.md', service => {
    const counts = lengths.map(minutes => {
      const messages = playOutage(copyJobs(judged.get(minutes) ?? [], service), minutes);
      expectFewAndSoon(messages);
      return `${count(messages, 'critical')} and ${count(messages, 'warning')}`;
    });
    expect(page).toContain(`| ${[service.jobs, ...counts].join(' | ')} |`);
  });

  test.for(lengths)('of %i minutes are few, in whichever minutes the jobs run', async minutes => {
    for (const phase of [1, 3, 11]) {
      expectFewAndSoon(playOutage(await judgeOutage({ jobs: 6, minutes, phase }), minutes));
    }
  });
});

function expectFewAndSoon(messages: readonly Message[]): void {
  expect(count(messages, 'critical')).toBeLessThanOrEqual(5);
  expect(count(messages, 'warning')).toBeLessThanOrEqual(5);
  const began = messages.flatMap(({ at, severity, items }) =>
    items
      .filter(({ change }) => change === 'began')
      .map(({ alarm }) => ({ severity, delay: at - alarm.changedAt })),
  );
  expect(began[0]?.delay).toBe(minute);
  const delays = began.filter(({ severity }) => severity === 'critical').map(({ delay }) => delay);
  expect(Math.max(...delays)).toBeLessThanOrEqual(hour);
  expect(countChanges(messages, 'began')).toBe(countChanges(messages, 'recovered'));
}

function count(messages: readonly Message[], severity: Severity): number {
  return messages.filter(message => message.severity === severity).length;
}

function countChanges(messages: readonly Message[], change: string): number {
  return messages.flatMap(({ items }) => items).filter(item => item.change === change).length;
}

function copyJobs(
  lines: readonly Line[],
  { judged, copies }: Readonly<{ judged: number; copies: number }>,
): Line[] {
  const own = lines.filter(({ job }) => Number(job?.split('-').at(-1)) < judged);
  return Array.from({ length: copies }, (_, copy) => copy).flatMap(copy =>
    own.map(line => ({ ...line, job: `${line.job}-of-${copy}` })),
  );
}

/** Each minute while much happens, and then every tenth, which is how late an event may be seen. */
function playOutage(lines: readonly Line[], minutes: number): readonly Message[] {
  const busy = minutes + 240;
  const before = play(lines, busy);
  const rest = { state: before.state, from: busy + 1, step: 10 };
  const messages = [...before.messages, ...play(lines, minutes + recovery, rest).messages];
  return messages.filter(({ kind }) => kind !== 'reminder');
}
