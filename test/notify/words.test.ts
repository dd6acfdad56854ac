import { describe, expect, test } from 'vitest';
import { alarmExamples } from '../../lib/notify/examples/alarms.ts';
import type { Example } from '../../lib/notify/examples/build.ts';
import { laterExamples, ownExamples } from '../../lib/notify/examples/others.ts';
import { wordMessage } from '../../lib/notify/words/word-message.ts';
import { wording } from './guides.ts';

const examples = [...alarmExamples, ...ownExamples, ...laterExamples];

function word({ message, facts, prometheusAnswered, title }: Example) {
  const totalJobs = title.includes('forty') || title.includes('more jobs') ? 490 : 6;
  return wordMessage(message, { ...wording, facts, prometheusAnswered, totalJobs });
}

describe('the text of a message', () => {
  test('matches the golden file, for every kind of message', async () => {
    const pages = examples.map(example => {
      const { subject, body } = word(example);
      return `=== ${example.title} ===\n\nSubject: ${subject}\n\n${body}`;
    });
    await expect(pages.join('\n')).toMatchFileSnapshot('golden/messages.txt');
  });

  test.for(examples)('of "$title" has a subject of at most 100 ASCII characters', example => {
    expect(word(example).subject).toMatch(/^\[(critical|warning|ok)\] [\x20-\x7e]{1,90}$/);
    expect(word(example).subject.length).toBeLessThanOrEqual(100);
  });

  test.for(examples)(
    'of "$title" has lines of at most 78 columns, except links and commands',
    example => {
      const long = word(example)
        .body.split('\n')
        .filter(line => line.length > 78);
      expect(long.filter(line => !/^(Runbook|Dashboard|Prometheus|Mute):/.test(line))).toEqual([]);
    },
  );

  test.for(examples)(
    'of "$title" contains no invisible character and none that changes the text direction',
    example => {
      expect(word(example).body.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    },
  );

  test('says what to look at first, but not when it is over', () => {
    for (const example of examples) {
      const isOver = example.message.kind === 'recovery';
      expect(word(example).body.includes('First:')).toBe(!isOver);
    }
  });
});
