import { describe, expect, it } from 'vitest';
import { batchRuns } from '../../lib/checks/batch.ts';
import {
  type IncidentChange,
  type IncidentRule,
  traceIncidents,
} from '../../lib/checks/incident.ts';
import { createRunEvidence } from '../../lib/checks/run-evidence.ts';
import type { RunFact } from '../../lib/model/facts.ts';
import { HOUR, MINUTE, makeRuns, minute, start } from './facts.ts';

type Options = Readonly<{
  everySeconds?: number;
  severity?: 'warning' | 'critical';
  limitPercent?: number;
}>;

const everyMinute = {
  limitPercent: 5,
  severity: 'warning',
  everySeconds: MINUTE,
  hasUnknownPast: false,
} as const;

/**
 * When a value is raised for runs given as letters: `3-9` from the third minute until the ninth.
 */
function findRaised(letters: string, options: Options = {}): string {
  const { everySeconds = MINUTE, severity = 'warning', limitPercent = 5 } = options;
  const batches = batchRuns(makeRuns(letters, everySeconds), everySeconds);
  const rule: IncidentRule = {
    evidence: createRunEvidence(batches, {
      limitPercent,
      severity,
      everySeconds,
      hasUnknownPast: false,
    }),
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

it('an incident has the share of bad runs since the first of them', () => {
  const findShare = (letters: string) => {
    const batches = batchRuns(makeRuns(letters), MINUTE);
    const evidence = createRunEvidence(batches, everyMinute);
    const rule = { evidence, holdMinutes: 5, everySeconds: MINUTE, expirySeconds: 2 * HOUR };
    return traceIncidents(batches, rule, minute(letters.length)).changes.at(-1)?.ratePercent;
  };
  expect(findShare('sssssfffff')).toBe(100);
  expect(findShare('fsffffff')).toBe(87.5);
});

describe('a warning of a job that runs every minute', () => {
  it.each([
    ['is not raised while all is well', 's*60', ''],
    ['is not raised by one failure', 's*30fs*30', ''],
    [
      'is raised with the first of many failures, until three good runs and five clean minutes',
      's*30f*10s*30',
      '31-44',
    ],
    ['is one if the failures pause for two runs', 's*30f*10ssf*5s*30', '31-51'],
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

  it('is one lasting warning if every tenth run fails', () => {
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

describe('depending on how often a job runs, an alert is raised by', () => {
  it.each([
    ['one failure', 's*20fs*9', 5, '102-105', ''],
    ['one failure', 's*20fs*9', 10, '200-220', ''],
    ['one failure', 's*20fs*9', 30, '600-660', ''],
    ['one failure', 's*20fs*9', 60, '1200-1320', ''],
    ['one failure', 's*20fs*9', 1440, '28800-31680', ''],
    ['two in a row', 's*20ffs*9', 5, '102-115', '105-115'],
    ['two in a row', 's*20ffs*9', 10, '200-230', '210-230'],
    ['two in a row', 's*20ffs*9', 60, '1200-1380', '1260-1380'],
    ['two in a row', 's*20ffs*9', 1440, '28800-33120', '30240-33120'],
    ['failures in turn with successes', 's*20fsfsfsfs*9', 5, '102-105 120', ''],
    ['failures in turn with successes', 's*20fsfsfsfs*9', 10, '200-350', ''],
    ['failures in turn with successes', 's*20fsfsfsfs*9', 60, '1200-2040', ''],
    ['failures in turn with successes', 's*20fsfsfsfs*9', 360, '7200-10800', ''],
    ['failures around a run that is missing', 's*20f.ffs*9', 5, '102-106 110-125', '110-125'],
    ['failures around a run that is missing', 's*20f.ffs*9', 15, '300-375', '330-375'],
    ['failures around a run that is missing', 's*20f.ffs*9', 120, '2400-3000', '2640-3000'],
    ['one failure a while after another', 's*9fs*9fs*9', 60, '540-660 1197-1200', ''],
    ['one failure a while after another', 's*9fs*9fs*9', 120, '1080-1320', ''],
    ['failures from the beginning', 'ffff', 5, '2', '5'],
    ['failures from the beginning', 'ffff', 15, '0', '15'],
  ])('%s, %s, every %i minutes', (_, letters, minutes, warning, critical) => {
    const everySeconds = minutes * MINUTE;
    expect(findRaised(letters, { everySeconds })).toBe(warning);
    const options = { everySeconds, severity: 'critical', limitPercent: 50 } as const;
    expect(findRaised(letters, options)).toBe(critical);
  });
});

describe('a steady share of failures is judged to the minute:', () => {
  it.each([
    [30, MINUTE, ''],
    [15, MINUTE, '299-303 314'],
    [12, MINUTE, '167-171 179'],
    [8, MINUTE, '71-73 79'],
    [5, MINUTE, '34'],
    [2, MINUTE, '9'],
    [30, 10 * MINUTE, '290-310'],
    [12, 10 * MINUTE, '110-130 1310'],
    [5, 10 * MINUTE, '40-60 290'],
    [12, HOUR, '660-780 1437-1440'],
    [3, HOUR, '120-240 660'],
  ])('every run number %i, every %i seconds', (period, everySeconds, expected) => {
    const letters = `${'s'.repeat(period - 1)}f`.repeat(
      period === 12 && everySeconds === HOUR ? 3 : 25,
    );
    expect(findRaised(letters, { everySeconds })).toBe(expected);
  });

  it('two of three are a majority after a while, until they end', () => {
    const letters = `s*30${'ffs'.repeat(20)}s*40`;
    expect(findRaised(letters)).toBe('31-32 34-35 36-96');
    expect(findRaised(letters, { severity: 'critical', limitPercent: 50 })).toBe('67-96');
  });
});

it('a value that is raised is lowered until the hold time before more failures can be evidence', () => {
  expect(findRaised('s*30fsfsfssssfo*9', { everySeconds: 2 * MINUTE })).toBe('61-62 65-66 78-80');
});

describe('a warning of a frequent job ends', () => {
  it.each([
    ['with its evidence before the hold time', 's*30fffs*30', '31-33'],
    ['five clean minutes after the last failure', 's*30fffffs*30', '31-39'],
    ['later if runs had other outcomes, which are no evidence', 's*30f*10o*9s*20', '31-50'],
    ['as soon if runs with other outcomes came between', 's*30f*10sososo*9s*20', '31-44'],
    [
      'five minutes after the last failure, too, if runs were missing',
      's*30fff..ff..s*20',
      '31-41',
    ],
    ['by itself, and the failures before that are no evidence', 's*30f*10.*200fs*9', '31-159'],
    ['by good runs though nothing runs after them', 's*30f*10ss.*300s', '31-44'],
    ['as soon although a run failed hours before', 's*30fs*300f*10s*300', '332-345'],
    ['as soon although some runs failed before', 's*30fs*60fs*60fs*200f*10s*300', '354-367'],
    ['later if there were good runs between the failures', 's*30fsfsffsffffss*60', '35-36 37-47'],
  ])('%s', (_, letters, expected) => {
    expect(findRaised(letters)).toBe(expected);
  });

  it('with the good runs that the share since failures began to come back requires', () => {
    expect(findRaised(`s*30f*6${'s'.repeat(6)}f*6${'s'.repeat(6)}f*6s*60`)).toBe(
      '31-40 43-52 55-69',
    );
  });
});

it('each change of an incident has the number of runs that are evidence and the share that was bad', () => {
  const batches = batchRuns(makeRuns('s*30ffofsf*9s*9'), MINUTE);
  const evidence = createRunEvidence(batches, everyMinute);
  const rule = { evidence, holdMinutes: 5, everySeconds: MINUTE, expirySeconds: 2 * HOUR };
  const changes = traceIncidents(batches, rule, minute(60)).changes.map(
    ({ at, raised, ratePercent, runs }) =>
      `${(at - start) / MINUTE}: ${raised ? 'on' : 'off'}, ${Math.round(ratePercent)} % of ${runs}`,
  );
  expect(changes).toEqual([
    '31: on, 100 % of 2',
    '32: on, 100 % of 2',
    '33: on, 75 % of 4',
    '34: off, 0 % of 0',
    '36: on, 71 % of 7',
    '37: on, 75 % of 8',
    '38: on, 78 % of 9',
    '39: on, 80 % of 10',
    '40: on, 82 % of 11',
    '48: off, 0 % of 0',
  ]);
});

describe('a run every six hours that fails', () => {
  const six = 6 * HOUR;
  const before = makeRuns('s*6', six);
  const after = makeRuns('sss', six, minute(7 * 360));
  const failed = makeRuns('f', six, minute(6 * 360));
  const findAll = (runs: readonly RunFact[]) => {
    const batches = batchRuns(runs, six);
    const evidence = createRunEvidence(batches, { ...everyMinute, everySeconds: six });
    const rule = { evidence, holdMinutes: 5, everySeconds: six, expirySeconds: 3 * six };
    return show(traceIncidents(batches, rule, minute(10 * 360)).changes);
  };

  it('is an incident at once, until the second good run', () => {
    expect(findAll([...before, ...failed, ...after])).toBe('2160-2880');
  });

  it('is none if a retry succeeds within the hold time', () => {
    const retry = makeRuns('s', six, minute(6 * 360 + 2));
    expect(findAll([...before, ...failed, ...retry, ...after])).toBe('2160-2162');
  });
});

it('a run every half hour that fails is no incident either if a retry succeeds within the hold time', () => {
  const every = 30 * MINUTE;
  const retry = makeRuns('s', every, minute(6 * 30 + 2));
  const runs = [...makeRuns('s*6f', every), ...retry, ...makeRuns('sss', every, minute(7 * 30))];
  const batches = batchRuns(runs, every);
  const evidence = createRunEvidence(batches, { ...everyMinute, everySeconds: every });
  const rule = { evidence, holdMinutes: 5, everySeconds: every, expirySeconds: 2 * HOUR };
  expect(show(traceIncidents(batches, rule, minute(300)).changes)).toBe('180-182');
});

describe('replicas that run at the same time', () => {
  /** Runs of three replicas, each letter one time: `f` if all fail, `m` if one does. */
  const replicate = (letters: string, everySeconds: number) =>
    makeRuns(letters.replaceAll('m', 'f'), everySeconds).map((run, index) => {
      const failed = { s: 0, m: 1, f: 3 }[letters[index] ?? 's'] ?? 0;
      const [failedOn, succeededOn] = [2 ** failed - 1, 8 - 2 ** failed];
      return { ...run, succeeded: 3 - failed, failed, failedOn, succeededOn };
    });
  const findRaisedOfAll = (letters: string, everySeconds: number) => {
    const batches = batchRuns(replicate(letters, everySeconds), everySeconds);
    const evidence = createRunEvidence(batches, { ...everyMinute, everySeconds });
    const rule = { evidence, holdMinutes: 5, everySeconds, expirySeconds: 2 * HOUR };
    return show(
      traceIncidents(batches, rule, minute((letters.length * everySeconds) / 60)).changes,
    );
  };
  const ten = 's'.repeat(10);

  it.each([
    ['are no alarm if all fail once, as it is over in three minutes', `${ten}f${ten}`, '52-55'],
    ['are an incident if all fail twice in a row', `${ten}ff${ten}`, '52-60'],
    ['are one incident if all fail every other time', `${ten}${'fs'.repeat(10)}`, '52-55 70'],
    ['are one incident if one of them always fails', `${ten}${'m'.repeat(20)}`, '65'],
  ])('every five minutes %s', (_, letters, expected) => {
    expect(findRaisedOfAll(letters, 5 * MINUTE)).toBe(expected);
  });

  it('every ten minutes do not recover each time if all fail every other time', () => {
    const raised = findRaisedOfAll(`${ten}${'fs'.repeat(20)}`, 10 * MINUTE);
    expect(raised).toBe('100-110 160');
  });

  it.each([
    ['all failed every other time', `${ten}${'fs'.repeat(10)}${ten}${ten}`, '100-110 160-380'],
    ['all failed twice, and once before', `${ten}fsff${ten}${ten}`, '100-110 130-150'],
    [
      'all failed, and one now and then before',
      `${ten}m${ten}m${ten}fff${ten}${ten}`,
      '100-170 330-360',
    ],
  ])('every ten minutes recover by good times and not by good runs after %s', (...row) => {
    const [, letters, expected] = row;
    expect(findRaisedOfAll(letters, 10 * MINUTE)).toBe(expected);
  });
});
