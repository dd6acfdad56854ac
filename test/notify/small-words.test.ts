import { describe, expect, test } from 'vitest';
import { maskSecrets } from '../../lib/notify/channels/mask-secrets.ts';
import { waitBefore } from '../../lib/notify/channels/retry.ts';
import { findDestinations } from '../../lib/notify/routes.ts';
import { joinNames, quotePattern } from '../../lib/notify/words/name-text.ts';
import { formatZonedTime } from '../../lib/notify/words/time-text.ts';
import { wrapText } from '../../lib/notify/words/wrap.ts';
import { noon, team } from './play.ts';

describe('names', () => {
  test('of a long list end with how many more there are', () => {
    expect(joinNames(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
    expect(joinNames(['a', 'b', 'c'], 3)).toBe('a, b and c');
    expect(joinNames(['a'], 3)).toBe('a');
  });

  test.for([
    ['billing/*', '"billing/*"'],
    ['$(rm -rf ~)', "'$(rm -rf ~)'"],
    ["it's $x", String.raw`'it'\''s $x'`],
    ['a\u001b[2J\nb', '"a*[2J*b"'],
  ] as const)('become a word that a shell expands nothing in: %j', ([name, word]) => {
    expect(quotePattern(name)).toBe(word);
  });
});

describe('times', () => {
  test('show the zone in addition to UTC, and the date of another day', () => {
    expect(formatZonedTime(noon, noon, 'Europe/Berlin')).toBe('12:00 UTC (13:00 Europe/Berlin)');
    expect(formatZonedTime(noon - 86_400, noon)).toBe('22 Nov 12:00 UTC');
  });
});

describe('wrapped text', () => {
  test('keeps a number and its unit together', () => {
    const text = `${'x'.repeat(70)} every 15 min`;
    expect(wrapText(text, { first: '', rest: '  ' })).toBe(`${'x'.repeat(70)} every\n  15 min`);
  });
});

describe('the wait before another attempt', () => {
  test('doubles, and follows Retry-After', () => {
    expect([1, 2, 3].map(attempts => waitBefore(attempts, undefined, 500))).toEqual([
      500, 1_000, 2_000,
    ]);
    expect(waitBefore(1, '7', 500)).toBe(7_000);
    expect(waitBefore(1, 'soon', 500)).toBe(500);
    expect(waitBefore(1, 'Mon, 23 Nov 2020 12:00:00 GMT', 500)).toBe(0);
  });
});

describe('masked text', () => {
  test('contains neither the secret nor a long part of its address', () => {
    const secret = 'https://hooks.example.com/services/T0/long-token-1234?key=another-token';
    const text = `no ${secret}, no long-token-1234, no another-token`;
    expect(maskSecrets(text, [secret])).toBe('no ***, no ***, no ***');
  });
});

describe('routes', () => {
  const routes = {
    ...team,
    routes: [
      { jobs: ['billing/*'], warning: ['billing'] },
      { jobs: ['billing/dunning'], warning: ['other'], critical: ['dunning'] },
    ],
  };
  const alarm = { alert: 'BackgroundJobFailing', job: 'billing/dunning' } as const;

  test('come from the first that matches and names the severity, otherwise from the default', () => {
    expect(findDestinations({ ...alarm, severity: 'warning' }, routes)).toEqual(['billing']);
    expect(findDestinations({ ...alarm, severity: 'critical' }, routes)).toEqual(['dunning']);
    expect(findDestinations({ ...alarm, job: 'x', severity: 'critical' }, routes)).toEqual([
      'oncall',
    ]);
  });
});
