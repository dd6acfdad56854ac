import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeText } from '../../../lib/panels/render/markup.ts';
import { type Outcome, renderPanel } from '../../../lib/panels/render/render-panel.ts';
import type { View } from '../../../lib/panels/render/view.ts';
import {
  type Example,
  exampleData,
  gaugeExample,
  heatmapExample,
  linesExample,
  six,
  tenOClock,
} from '../examples.ts';
import { listElements } from '../well-formed.ts';

const view: View = { theme: 'light', width: 600, height: 200 };

const outcomes: Readonly<Record<string, Outcome>> = {
  'panel 1': { kind: 'data', data: exampleData(1, six) },
  'panel 2': { kind: 'data', data: gaugeExample(87.5) },
  'panel 2 without data': { kind: 'data', data: gaugeExample(undefined) },
  'panel 3': { kind: 'data', data: linesExample(3) },
  'panel 4': { kind: 'data', data: linesExample(4) },
  'panel 5': { kind: 'data', data: linesExample(5) },
  'panel 7': { kind: 'data', data: linesExample(7) },
  'panel 6': { kind: 'data', data: exampleData(6, six) },
  'panel 8': { kind: 'data', data: exampleData(8, six) },
  'panel 9': { kind: 'data', data: heatmapExample() },
  'panel 10': { kind: 'data', data: exampleData(10, six) },
  unreachable: { kind: 'unreachable', since: tenOClock - 600, problem: 'It is <gone> & away' },
  'nothing known': { kind: 'nothing-known', at: tenOClock },
  'no new samples': { kind: 'nothing-known', at: tenOClock, newest: tenOClock - 1800 },
  failed: { kind: 'failed', problem: 'The query is too expensive' },
};

/** The markup without its stylesheet, one element per line. */
function buildBody(html: string): string {
  return html.replace(/<style>.*?<\/style>/s, '').replaceAll('><', '>\n<');
}

test.for(Object.entries(outcomes))('%s is drawn as in the golden file', async ([name, outcome]) => {
  const file = `golden/${name.replaceAll(' ', '-')}.html`;
  await expect(buildBody(renderPanel(outcome, view))).toMatchFileSnapshot(file);
});

test.for(Object.values(outcomes))('a panel contains nothing that CloudWatch strips', outcome => {
  for (const theme of ['light', 'dark'] as const) {
    const names = new Set(listElements(renderPanel(outcome, { ...view, theme })));
    const known = [
      'div',
      'style',
      'span',
      'bdi',
      'wbr',
      'p',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ];
    const drawn = ['svg', 'g', 'rect', 'line', 'path', 'text', 'title'];
    expect([...names].filter(element => ![...known, ...drawn].includes(element))).toEqual([]);
  }
});

test('no data, zero and an unreachable source do not look alike', () => {
  const with0 = { jobs: 'a: { interval: 5m }', measured: { a: { FailureRatePercent: 0 } } };
  const zero = buildBody(renderPanel({ kind: 'data', data: exampleData(8, with0) }, view));
  const none = buildBody(
    renderPanel({ kind: 'data', data: exampleData(8, { ...with0, measured: {} }) }, view),
  );
  expect(zero).toContain('0 %');
  expect(zero).not.toContain('jw-absent');
  expect(none).toContain('jw-track jw-absent');
  expect(none).toContain('no data');
  const gone = buildBody(
    renderPanel({ kind: 'unreachable', since: tenOClock, problem: 'x' }, view),
  );
  expect(gone).toContain('Source unreachable since 2026-11-24 10:00 UTC');
  expect(gone).not.toContain('no data');
});

test('if there are more than fifty jobs, the worst fifty are drawn and the panel says so', () => {
  const names = Array.from({ length: 120 }, (_, index) => `job_${index}`);
  const example: Example = {
    jobs: names.map(name => `${name}: { interval: 5m }`).join('\n  '),
    measured: Object.fromEntries(
      names.map((name, index) => [name, { FailureRatePercent: index < 118 ? 0 : index }]),
    ),
  };
  const html = renderPanel({ kind: 'data', data: exampleData(8, example) }, view);
  expect(html.match(/class="jw-bar"/g)).toHaveLength(50);
  expect(html).toContain('The worst 50 of 120 jobs');
  expect(html.indexOf('job_119')).toBeLessThan(html.indexOf('job_118'));
  expect(html.indexOf('job_118')).toBeLessThan(html.indexOf('>job_0<'));
});

test('an escaped text contains no markup, and keeps its meaning', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const escaped = escapeText(text);
      expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
  expect(escapeText(`<a href="x">&'`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&#39;');
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</style><script>',
    ']]>',
    '<!--',
    '&#0;',
    '\u202egnp.exe',
    '\ud800',
    ' ',
    '',
  ),
);

test('for any job names and values, the panels are well-formed and of bounded size', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }),
    fc.constant(undefined),
  );
  const values = fc.record({
    SuccessesPerMinute: number,
    FailuresPerMinute: number,
    FailureRatePercent: number,
    DurationP95Seconds: number,
    SecondsSinceSuccess: fc.integer({ min: 0, max: 1e9 }),
  });
  const views = fc.record({
    theme: fc.constantFrom('light' as const, 'dark' as const),
    width: fc.integer({ min: 160, max: 4000 }),
    height: fc.integer({ min: 60, max: 3000 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, values), { maxLength: 80 }), views, (jobs, size) => {
      const measured = Object.fromEntries(
        jobs.map(([name, numbers]) => [
          name,
          Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
        ]),
      );
      for (const panel of [1, 6, 8, 10] as const) {
        const data = exampleData(panel, { jobs: 'a: { interval: 5m }', measured });
        const html = renderPanel({ kind: 'data', data }, size);
        const names = listElements(html);
        expect(names).not.toContain('script');
        expect(names).not.toContain('img');
        expect(html.length).toBeLessThan(300_000);
        expect(html).not.toMatch(/NaN|undefined|Infinity/);
      }
    }),
    { numRuns: 60 },
  );
});

test('for any names and numbers of lines, a chart is well-formed and of bounded size', () => {
  const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e12 }));
  const values = fc.array(value, { minLength: 61, maxLength: 61 });
  const views = fc.record({
    theme: fc.constantFrom('light' as const, 'dark' as const),
    width: fc.integer({ min: 160, max: 4000 }),
    height: fc.integer({ min: 60, max: 3000 }),
  });
  const lines = fc.array(fc.tuple(hostile, values), { maxLength: 60 });
  fc.assert(
    fc.property(
      lines,
      fc.constantFrom(3 as const, 4 as const, 5 as const),
      views,
      (all, number, size) => {
        const example = linesExample(number);
        const [first] = example.series;
        if (first === undefined) throw new RangeError('an example has lines');
        const series = all.map(([label, own]) => ({ ...first, label, values: own }));
        const html = renderPanel({ kind: 'data', data: { ...example, series } }, size);
        expect(listElements(html)).not.toContain('script');
        expect(html.length).toBeLessThan(300_000);
        expect(html).not.toMatch(/NaN|undefined|Infinity/);
      },
    ),
    { numRuns: 60 },
  );
});

test('a problem’s text is escaped', () => {
  fc.assert(
    fc.property(hostile, problem => {
      listElements(renderPanel({ kind: 'unreachable', since: tenOClock, problem }, view));
    }),
  );
});
