import { panels } from './panels.ts';

/** How to use the dashboard, as Markdown: an overview, a slow job, a failing one. */
export function workflows(runbookUrl: string): [string, string, string] {
  return [glance(), slow(), failing(runbookUrl)];
}

function glance(): string {
  return [
    '### Is everything well?',
    `1. **${title(2)}** is green, above 90 %.`,
    `2. No tile of **${title(6)}** is yellow or red. Each job has its own limit.`,
    `3. No bar of **${title(8)}** is red; failing jobs are at the top.`,
    `4. No line of **${title(3)}** keeps rising.`,
    '5. The alarms above are OK, and Jobwatch’s heartbeat is 3.',
  ].join('\n');
}

function slow(): string {
  return [
    '### Why is a job slow?',
    `1. **${title(5)}**: since when, and does P50 rise with P95? If only P95 does, a few runs are slow.`,
    `2. **${title(7)}**: does it handle more items than before? Then it has more work.`,
    `3. **${title(9)}**: if a band moves up, all runs are slower; dots above a band are single slow runs. Hover to see the job.`,
    '4. Widen the range to a day or a week: is it slow every day at this hour?',
  ].join('\n');
}

function failing(runbookUrl: string): string {
  return [
    '### Why does a job fail?',
    `1. **${title(4)}**: the red line shows which job, and since when.`,
    `2. **${title(6)}**: has it succeeded since then?`,
    `3. **${title(8)}**: do some runs fail, or all of them?`,
    `4. **${title(3)}**: does work pile up behind it?`,
    `5. The [runbook](${runbookUrl}) says what to do about each alert.`,
  ].join('\n');
}

function title(number: number): string {
  return panels.find(panel => panel.number === number)?.title ?? `panel ${number}`;
}
