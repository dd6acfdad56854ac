import { expect, test } from 'vitest';
import { createWidgetHandler } from '../../lib/lambda/widget.ts';
import type { TimeRange } from '../../lib/model/time-range.ts';
import type { Outcome } from '../../lib/panels/render/render-panel.ts';
import { exampleData, six } from '../panels/examples.ts';

const minute = Date.UTC(2026, 10, 24, 10) / 1000;
const now = minute + 30;

const muted = [
  { jobs: ['billing/*'], until: now + 3600, reason: 'new <b>gateway</b>', who: 'ann' },
  { jobs: ['ops/backup'], until: now + 60, reason: 'restore test', who: undefined },
];

/** What the handler queries for an event, and what it answers. */
async function answerTo(event: unknown) {
  const asked: (TimeRange & { panel: number })[] = [];
  const outcome: Outcome = { kind: 'data', data: exampleData(6, six) };
  const handler = createWidgetHandler({
    now: () => now,
    findMuted: async at => ({ kind: 'muted', at, muted, isPart: false }),
    source: async ({ number }, span) => {
      asked.push({ ...span, panel: number });
      return outcome;
    },
  });
  return { html: await handler(event), asked };
}

function at(timeRange: unknown) {
  return { panel: 6, widgetContext: { timeRange, theme: 'dark', width: 500, height: 200 } };
}

test('the widget describes itself as Markdown, without a query', async () => {
  const { html, asked } = await answerTo({ describe: true });
  expect(html).toContain('| **panel** | Which panel: 1 (Job Execution Status Overview), 2 (');
  expect(asked).toEqual([]);
});

test('the widget shows the end of the dashboard’s range, in whole minutes', async () => {
  const { asked } = await answerTo(
    at({ start: (minute - 7200) * 1000, end: (minute - 61) * 1000 }),
  );
  expect(asked).toEqual([{ panel: 6, from: minute - 7200, to: minute - 120 }]);
});

test('the widget shows the zoomed range if there is one', async () => {
  const zoom = { start: (minute - 3600) * 1000, end: (minute - 1800) * 1000 };
  const { asked } = await answerTo(at({ start: 0, end: minute * 1000, zoom }));
  expect(asked).toEqual([{ panel: 6, from: minute - 3600, to: minute - 1800 }]);
});

test('the widget never queries the future', async () => {
  const { asked } = await answerTo(at({ start: minute * 1000, end: (minute + 9e5) * 1000 }));
  expect(asked).toEqual([{ panel: 6, from: minute - 60, to: minute }]);
});

test('theme and size are those of the widget', async () => {
  const { html } = await answerTo(at({}));
  expect(html).toContain('width:500px;min-height:200px');
  expect(html).toContain('.jw{color:#e4e8ee}');
});

test.for([
  undefined,
  null,
  'x',
  {},
  { panel: 11 },
  { panel: '<b>' },
  { panel: { toString: 1, valueOf: 1 } },
  { panel: [6] },
  {
    panel: 6,
    widgetContext: { timeRange: { start: 'a', end: Number.NaN }, width: -1, height: 1e9 },
  },
])('for any event, such as %j, the answer is a readable panel', async event => {
  const { html } = await answerTo(event);
  expect(html).toMatch(/^<div class="jw"/);
  expect(html).not.toContain('<b>');
});

test('a panel that does not exist is rejected with a sentence', async () => {
  const { html } = await answerTo({ panel: 11 });
  expect(html).toContain('parameter &quot;panel&quot; is 11; expected: a number from 1 to 10.');
});

test('the widget shows what is muted until when, why and by whom, without querying Prometheus', async () => {
  const { html, asked } = await answerTo({ panel: 'muted' });
  expect(asked).toEqual([]);
  expect(html).toContain('billing/*');
  expect(html).toContain('2026-11-24 11:00 UTC');
  expect(html).toContain('new &lt;b&gt;gateway&lt;/b&gt;');
  expect(html).toMatch(/ann.*ops\/backup.*restore test.*maintenance/);
});
