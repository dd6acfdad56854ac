import type { Wording } from '../words/facts.ts';
import { type MessageText, wordMessage } from '../words/word-message.ts';
import { alarmExamples } from './alarms.ts';
import type { Example } from './build.ts';
import { laterExamples, ownExamples } from './others.ts';

/** Examples of one kind. */
type ExampleGroup = Readonly<{ title: string; examples: readonly Example[] }>;

/** One of each message that the notifier sends. */
export const exampleGroups: readonly ExampleGroup[] = [
  { title: 'When something is wrong', examples: alarmExamples },
  { title: 'While it lasts, and when it is over', examples: laterExamples },
  { title: 'When Jobwatch or Prometheus fails', examples: ownExamples },
];

/** An example in words; its service has at least its jobs, and a large outage is that of a large one. */
export function wordExample(
  { message, facts, prometheusAnswered }: Example,
  wording: Wording,
): MessageText {
  const { items, standing } = message;
  const jobs = new Set([...items.map(({ alarm }) => alarm), ...standing].map(({ job }) => job));
  const totalJobs = Math.max(wording.totalJobs ?? 0, jobs.size > 6 ? 490 : jobs.size);
  return wordMessage(message, { ...wording, facts, prometheusAnswered, totalJobs });
}

export function capitalize(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
