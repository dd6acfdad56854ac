import { presets } from '../../lib/sources/presets/index.ts';
import {
  askBuckets,
  type Labels,
  listQuestions,
  type Question,
} from '../../lib/sources/question.ts';
import { makeSource } from '../../test/history/facts.ts';
import { parseSelector } from '../../test/history/memory-prometheus.ts';
import { expositions } from '../../test/sources/expositions.ts';

/**
 * Inserts a picture of the series that are read after the configuration of each preset in
 * docs/exporters.md.
 */
export function replacePictures(text: string): string {
  return presets.reduce((page, { name }) => replacePicture(page, name), text);
}

function replacePicture(page: string, name: string): string {
  const section = new RegExp(
    `(\\n## \`${name}\`\\n\\n\`\`\`yaml\\n.*?\`\`\`\\n)(?:\\n\`\`\`mermaid\\n.*?\`\`\`\\n)?`,
    's',
  );
  return page.replace(section, (_, head: string) => `${head}\n${drawPicture(name)}`);
}

function drawPicture(name: string): string {
  const { job = '', series = '' } = expositions[name] ?? {};
  const found = readSeries(series).flatMap(labels => describeSeries(name, labels));
  const read = found.filter(({ fact }) => fact !== notRead).map(({ text }) => text.split(' ')[0]);
  const shown = found.filter(({ fact, text }) => fact !== notRead || !read.includes(text));
  const facts = [...Map.groupBy(shown, ({ fact }) => fact)];
  const lines = facts.flatMap(([fact, own], index) => {
    const names = [...new Set(own.map(({ text }) => text))].join('<br/>');
    const arrow =
      fact === notRead ? `-.-> f${index}["${fact}"]` : `--> f${index}["${fact}"] --> job`;
    return [`  s${index}["${names}"] ${arrow}`];
  });
  return ['```mermaid', 'flowchart LR', `  job(["${escapeText(job)}"])`, ...lines, '```', ''].join(
    '\n',
  );
}

function readSeries(text: string): Labels[] {
  return [...text.matchAll(/^([\w.]+)\{(.*)\} \S+$/gm)].map(([, __name__ = '', inner = '']) => {
    const pairs = inner.matchAll(/(\w+)="([^"]*)"/g);
    return { __name__, ...Object.fromEntries([...pairs].map(([, key, value]) => [key, value])) };
  });
}

const notRead = 'not read';

/** The facts that a series is read as, each with the series' name and the labels that decide. */
function describeSeries(preset: string, labels: Labels): { fact: string; text: string }[] {
  const source = makeSource(`{ preset: ${preset} }`);
  const questions = [...listQuestions(source), askBuckets(source, []) ?? []].flat();
  const { __name__ = '' } = labels;
  if (__name__ === source.scheduleInfo?.metric) return [{ fact: 'schedule', text: __name__ }];
  const facts = questions.flatMap(question => {
    const { name, matches } = parseSelector(question.selector);
    const isAsked = (name === '' || name === __name__) && matches(labels);
    const fact = isAsked ? nameFact(question, labels) : undefined;
    return fact === undefined ? [] : [{ fact, text: nameSeries(question, labels) }];
  });
  return facts.length === 0 ? [{ fact: notRead, text: __name__ }] : facts;
}

/** The metric, with the label whose value decides. */
function nameSeries({ role, selector }: Question, labels: Labels): string {
  const { __name__ = '' } = labels;
  const own = role !== 'up' && 'ownLabels' in role ? role.ownLabels : [];
  const asked = [...selector.matchAll(/(\w+)=~?"/g)].map(([, label = '']) => label);
  const deciding = ['status', 'state', 'phase', 'outcome', 'condition', ...own].filter(
    label => (own.includes(label) || asked.includes(label)) && label !== 'le' && labels[label],
  );
  const shown = [...new Set(deciding)].map(label => `${label}=${labels[label]}`);
  return escapeText(shown.length === 0 ? __name__ : `${__name__} ${shown.join(' ')}`);
}

const objectFacts: Readonly<Record<string, string>> = {
  owner: 'whose run it is',
  started: 'run time',
  completed: 'run time',
  succeeded: 'success',
  failed: 'failure',
  failing: 'failure',
  active: 'still runs',
};

const kindFacts: Readonly<Record<string, string>> = {
  stamp: 'last success',
  count: 'run time',
  sum: 'run time',
  bucket: 'run time',
  length: 'run time',
  queue: 'queue',
  suspended: 'paused',
  trigger: 'run',
  failing: 'failure',
  running: 'still runs',
};

const outcomeFacts = {
  succeeded: 'success',
  failed: 'failure',
  skipped: 'skipped',
  other: 'run',
  total: 'run',
} as const;

function nameFact({ role }: Question, labels: Labels): string | undefined {
  if (role === 'up') return undefined;
  if ('object' in role) return objectFacts[role.object];
  const outcome = role.outcome(labels);
  if (role.kind === 'runs') return outcome === undefined ? 'no run' : outcomeFacts[outcome];
  if (role.kind === 'items') return 'items';
  return outcome === undefined ? undefined : kindFacts[role.kind];
}

/** Mermaid interprets quotes and # in a text. */
function escapeText(text: string): string {
  return text.replaceAll('#', '#35;').replaceAll('"', '#quot;');
}
