import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { presets } from '../../lib/sources/presets/index.ts';
import { parse } from '../config/parse.ts';

const pages = ['docs/exporters.md', 'docs/schedules.md'];
const read = (page: string) => readFileSync(page, 'utf8');
const examples = pages.flatMap(page =>
  [...read(page).matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => ({ page, text })),
);

it.each(examples)('the example of $page can be pasted: $text', ({ text }) => {
  const jobs = text.includes('jobs:\n') ? '' : 'jobs: { some/job: { interval: 1h } }\n';
  const config = `prometheus: { url: "http://localhost:9090" }\n${text}${jobs}`;
  expect(parse(config).fleet.jobs.length).toBeGreaterThan(0);
});

it('every preset has its own section, in the order of the table', () => {
  const sections = [...read('docs/exporters.md').matchAll(/^## `(.+)`$/gm)].map(([, name]) => name);
  expect(sections).toEqual(presets.map(({ name }) => name));
});
