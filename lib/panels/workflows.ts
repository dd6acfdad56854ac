import { panels } from './panels.ts';

/** What to do with the dashboard, as Markdown: a glance, a slow job, a failing one. */
export function workflows(runbookUrl: string): [string, string, string] {
  return [glance(), slow(), failing(runbookUrl)];
}

function glance(): string {
  return [
    '### Is everything well?',
    `1. **${title(2)}** stands in the green, above 90 %.`,
    `2. No tile of **${title(6)}** is yellow or red. Each job has its own limit.`,
    `3. No bar of **${title(8)}** is red; a job that fails stands on top.`,
    `4. No line of **${title(3)}** climbs.`,
    '5. The alarms above are OK and Jobwatch’s heartbeat is at 3.',
  ].join('\n');
}

function slow(): string {
  return [
    '### Why is a job slow?',
    `1. **${title(5)}**: since when, and does P50 rise with P95? If only P95 does, a few runs are slow.`,
    `2. **${title(7)}**: does it handle more than before? Then it is load.`,
    `3. **${title(9)}**: a band that moves up is every run; dots above a band are outliers. Hover for the job.`,
    '4. Widen the range to a day or a week: is it so every day at this hour?',
  ].join('\n');
}

function failing(runbookUrl: string): string {
  return [
    '### Why does a job fail?',
    `1. **${title(4)}**: the red line says which job and since when.`,
    `2. **${title(6)}**: has it succeeded at all since then?`,
    `3. **${title(8)}**: is it some runs or all of them?`,
    `4. **${title(3)}**: does work pile up behind it?`,
    `5. The [runbook](${runbookUrl}) says what to do, alert by alert.`,
  ].join('\n');
}

function title(number: number): string {
  return panels.find(panel => panel.number === number)?.title ?? `panel ${number}`;
}
