import { noticeMinutes, play } from './play.ts';
import { type Rule, rules } from './rules.ts';

// npm run noise: how many mails healthy jobs would cause, and how soon broken jobs are reported.

const monthSeconds = 30 * 86_400;
const intervals = [60, 300, 900, 3600] as const;
const healthy = [0.005, 0.01, 0.025, 0.04] as const;
const broken = [0.1, 0.33, 0.5, 1] as const;

/**
 * Months of each kind of job, and faults of each kind: enough for a figure, and few enough to wait
 * for. A job's first days are not counted, because nothing is known about it yet.
 */
const months = Number(process.argv[2] ?? 12);
const breaks = 200;
const runsBefore = 800;
const runsAfter = 2000;
const firstDays = 3;

const lines = [
  '| runs every | rule | mails per month at 0.5 % | 1 % | 2.5 % | 4 % | runs until the alert at 10 % | 33 % | 50 % | 100 % |',
  `| --- | --- |${' ---: |'.repeat(8)}`,
];
for (const everySeconds of intervals) {
  for (const rule of rules) {
    const mails = healthy.map(share => countMails(everySeconds, rule, share));
    const delays = broken.map(share => findDelay(everySeconds, rule, share));
    lines.push(
      `| ${everySeconds / 60} min | ${rule.name} | ${[...mails, ...delays].join(' | ')} |`,
    );
  }
}
process.stdout.write(`${lines.join('\n')}\n`);

function countMails(everySeconds: number, rule: Rule, share: number): string {
  let alarms = 0;
  for (let seed = 1; seed <= months; seed += 1) {
    const from = firstDays * 1440;
    const to = from + monthSeconds / 60;
    const runs = Math.floor((to * 60) / everySeconds);
    const plan = { everySeconds, runs, healthyShare: share, brokenShare: share, breaksAt: runs };
    alarms += play({ ...plan, seed }, rule, { from, to }).length;
  }
  return (alarms / months).toFixed(1);
}

/** Median and 95th percentile, in runs after the break. */
function findDelay(everySeconds: number, rule: Rule, share: number): string {
  const delays: number[] = [];
  const minutes = everySeconds / 60;
  const from = runsBefore * minutes;
  for (let seed = 1; seed <= breaks; seed += 1) {
    const runs = runsBefore + runsAfter;
    const plan = { everySeconds, runs, breaksAt: runsBefore, seed };
    const whole = { ...plan, healthyShare: 0, brokenShare: share };
    const [alarm] = play(whole, rule, { from, to: runs * minutes, most: 1 });
    delays.push(((alarm?.from ?? Number.POSITIVE_INFINITY) - from - noticeMinutes) / minutes);
  }
  delays.sort((a, b) => a - b);
  const at = (q: number) => Math.max(0, Math.round(delays[Math.floor(q * (breaks - 1))] ?? 0));
  return `${at(0.5)} (${at(0.95)})`;
}
