import { describe, expect, it } from 'vitest';
import { batchRuns } from '../../lib/checks/batch.ts';
import {
  type IncidentChange,
  type IncidentRule,
  traceIncidents,
} from '../../lib/checks/incident.ts';
import { createRunEvidence } from '../../lib/checks/run-evidence.ts';
import { HOUR, MINUTE, makeRuns, start } from './facts.ts';

type Options = Readonly<{
  everySeconds?: number;
  severity?: 'warning' | 'critical';
  limitPercent?: number;
}>;

/** When a run of letters is raised: `3-9` from the third minute until the ninth. */
function findRaised(letters: string, options: Options = {}): string {
  const { everySeconds = MINUTE, severity = 'warning', limitPercent = 5 } = options;
  const batches = batchRuns(makeRuns(letters, everySeconds), everySeconds);
  const rule: IncidentRule = {
    evidence: createRunEvidence(batches, { limitPercent, severity, everySeconds }),
    holdMinutes: 5,
    everySeconds,
    expirySeconds: Math.max(2 * HOUR, 3 * everySeconds),
  };
  const end = (batches.at(-1)?.at ?? start) + everySeconds;
  return show(traceIncidents(batches, rule, end).changes);
}

function show(changes: readonly IncidentChange[]): string {
  const text: string[] = [];
  let isRaised = false;
  for (const { at, raised } of changes) {
    if (raised === isRaised) continue;
    isRaised = raised;
    text.push(`${raised ? '' : '-'}${(at - start) / MINUTE}${raised ? '' : ' '}`);
  }
  return text.join('').trim();
}

describe('a warning of a job of every minute', () => {
  it.each([
    ['is not raised while all is well', 's*60', ''],
    ['is not raised by one failure', 's*30fs*30', ''],
    [
      'is raised with the first of many failures, until three good runs and five clean minutes',
      's*30f*10s*30',
      '31-44',
    ],
    ['is one where the failures pause for two runs', 's*30f*10ssf*5s*30', '31-51'],
    ['ends by itself once nothing has run for two hours', 's*30f*10.*200s*9', '31-159'],
  ])('%s', (_, letters, expected) => {
    expect(findRaised(letters)).toBe(expected);
  });

  it('is never raised for the hold time by one failure in a hundred', () => {
    const letters = `${'s'.repeat(99)}f`.repeat(20);
    const spans = findRaised(letters)
      .split(' ')
      .map(span => span.split('-').map(Number));
    for (const [from = 0, to = 0] of spans) expect(to - from).toBeLessThan(5);
  });

  it('is one standing warning where every tenth run fails', () => {
    const letters = `${'s'.repeat(9)}f`.repeat(40);
    const long = findRaised(letters)
      .split(' ')
      .filter(span => {
        const [from = 0, to = 1e9] = span.split('-').map(Number);
        return to - from >= 5;
      });
    expect(long).toHaveLength(1);
    expect(long[0]).toMatch(/^\d+$/);
  });
});

describe('a warning of a job that runs rarely', () => {
  it.each([
    ['is raised by its first failure, until two good runs', 'sssfsss', '360-600'],
    ['stays while it fails again and again', 'sssfff', '360'],
  ])('%s', (_, letters, expected) => {
    expect(findRaised(letters, { everySeconds: 2 * HOUR })).toBe(expected);
  });
});

describe('a critical alert', () => {
  const critical = { severity: 'critical', limitPercent: 50 } as const;

  it.each([
    ['is not raised by a single failure', 's*30fs*30', MINUTE, ''],
    ['is raised by the third failure in a row', 's*30f*10s*30', MINUTE, '32-44'],
    ['is not raised by one failure of an hourly job', 's*9fs*9', HOUR, ''],
    ['is raised by the second in a row of an hourly job', 's*9ffs*9', HOUR, '600-720'],
  ])('%s', (_, letters, everySeconds, expected) => {
    expect(findRaised(letters, { ...critical, everySeconds })).toBe(expected);
  });
});
