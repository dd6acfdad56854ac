import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { loadConfig } from '../../lib/config/load.ts';
import { createGuides } from '../../lib/notify/guides.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');
const clipper = await loadConfig('jobwatch.yaml');

test('each guide links to a section of the runbook and says what to look at first', () => {
  const sections = [...runbook.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  for (const alarms of ['alert', 'job'] as const) {
    const guides = createGuides(allAlarms({ ...clipper, alarms }, 'eu-west-1'));
    for (const [alert, { section, firstLook }] of Object.entries(guides)) {
      expect(sections, alert).toContain(section);
      expect(firstLook, alert).toMatch(/^[A-Z].*[.?]$/);
    }
  }
});

test('each alert of a job has the words of its own kind', () => {
  const kinds = Object.values(createGuides(allAlarms(clipper, 'eu-west-1'))).map(
    ({ kind }) => kind,
  );
  expect(new Set(kinds)).toEqual(
    new Set([
      'failures',
      'staleness',
      'duration',
      'queue-size',
      'queue-growth',
      'items',
      undefined,
    ]),
  );
});
