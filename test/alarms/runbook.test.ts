import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { exampleRegion } from '../../lib/alarms/mail.ts';
import { checks } from '../../lib/checks/index.ts';
import { loadConfig, parseConfig } from '../../lib/config/load.ts';
import { createGuides } from '../../lib/notify/guides.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');
const sections = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => toAnchor(title));
const clipper = await loadConfig('jobwatch.yaml');

let prometheus: PrometheusWithHistory;
beforeAll(async () => {
  prometheus = await withPrometheus({ openMetrics: '# EOF\n' });
});
afterAll(() => prometheus.stop());

test('the link of every alarm leads to a section', () => {
  for (const { name, description } of allAlarms(clipper, exampleRegion)) {
    const [, section] = description.match(/Runbook: \S+\/docs\/runbook\.md#(\S+)/) ?? [];
    expect(sections, name).toContain(section);
  }
});

test("each of Jobwatch's own alarms has a section", () => {
  const inLeanMode = allAlarms({ ...clipper, alarms: 'job' }, exampleRegion);
  const guides = createGuides([...allAlarms(clipper, exampleRegion), ...inLeanMode]);
  const ofNotifier = ['notifier-not-reporting', 'notifications-waiting', 'fallback-alarms'];
  for (const section of [...Object.values(guides).map(guide => guide.section), ...ofNotifier]) {
    expect(sections).toContain(section);
  }
});

test('the page applies to any application', () => {
  expect(runbook).not.toMatch(/clip|twitch|trending|badge/i);
});

test('every alert is named in the section that its mail links to', () => {
  for (const { name, severity, runbook: anchor } of checks.flatMap(({ alerts }) => alerts)) {
    expect(readSection(anchor), anchor).toMatch(
      new RegExp(`^\\*\\*${name}\\*\\*, ${severity}\\.`, 'm'),
    );
  }
});

test('every section of an alert says what it means, what to do and when it ends', () => {
  const anchors = checks.flatMap(({ alerts }) => alerts.map(alert => alert.runbook));
  for (const anchor of anchors) {
    for (const part of [
      'What users notice',
      'Look first',
      'Likely causes',
      'Fix',
      'It ends',
      'Tune it',
    ]) {
      expect(readSection(anchor), `${anchor}: ${part}`).toContain(`**${part}`);
    }
    expect(readSection(anchor), anchor).toContain('```promql');
  }
});

test('every link within the page leads to a section', () => {
  for (const [, anchor] of runbook.matchAll(/\]\(#([^)]+)\)/g)) expect(sections).toContain(anchor);
});

test.each(listBlocks('promql'))('Prometheus accepts the query %s', async query => {
  const parameters = new URLSearchParams({ query });
  const response = await fetch(`${prometheus.url}/api/v1/query?${parameters}`);
  expect(await response.json()).toMatchObject({ status: 'success' });
});

test.each(listBlocks('yaml'))('a configuration accepts these lines: %s', lines => {
  const text = `prometheus: { url: "http://localhost:9090" }\n${lines}`;
  const source = { file: 'docs/runbook.md', baseDirectory: '/', readFile: () => '' };
  expect(parseConfig(text, source).fleet.jobs).not.toHaveLength(0);
});

/** The anchor that GitHub gives to a heading. */
function toAnchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/** A section's text up to the next heading of its level. */
function readSection(anchor: string): string {
  const parts = runbook.split(/^## /m);
  return parts.find(part => toAnchor(part.split('\n')[0] ?? '') === anchor) ?? '';
}

function listBlocks(language: string): string[] {
  const pattern = new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\``, 'gm');
  return [...runbook.matchAll(pattern)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}
