import { z } from 'zod';
import { presets } from '../sources/presets/index.ts';
import { defaultJobLabel } from './defaults.ts';
import { matchers } from './schema-prometheus.ts';
import {
  countersPart,
  durationPart,
  gaugePart,
  labelName,
  lastSuccess,
} from './schema-source-parts.ts';
import { about, map, oneOrMany, text } from './values.ts';

const presetNames = presets.map(({ name }) => name);

const jobLabels = oneOrMany(
  labelName(defaultJobLabel),
  'a label name such as job_name, or a list such as [namespace, cronjob]',
).superRefine((labels, context) => {
  if (new Set(labels).size < labels.length)
    context.addIssue({ code: 'custom', message: 'each label once' });
});

const replicas = z.union(
  [
    z.enum(['sum', 'max'], { error: 'sum or max' }).meta({ title: 'sum or max' }),
    map(
      {
        drop: labelName('replica').meta({
          description: 'Label that distinguishes copies of a series, as of an HA pair.',
        }),
      },
      '{ drop: replica }',
    ),
  ],
  { error: 'sum, max or a map such as { drop: replica }' },
);

const fromPreset = "the preset's, or none";

const source = map(
  {
    preset: z
      .enum(presetNames, { error: `one of the presets ${presetNames.join(', ')}` })
      .optional()
      .meta({ title: 'preset', description: 'Exporter that the metrics come from.' }),
    selector: matchers(`label matchers such as app="billing"`)
      .optional()
      .meta(about("Label matchers for this source's job metrics.", 'none')),
    upSelector: matchers(`label matchers such as job="api"`)
      .optional()
      .meta(about("Label matchers for this source's targets in `up`.", 'none')),
    job: jobLabels.optional().meta({
      title: 'label name',
      ...about('One or more labels whose values, joined by "/", name a job.', defaultJobLabel),
    }),
    replicas: replicas
      .optional()
      .meta(
        about(
          'How to combine series of several instances: sum for workers, max if each exports the same.',
          'sum',
        ),
      ),
    runs: countersPart('job_execution_total')
      .optional()
      .meta(
        about(
          'Runs: one counter with a status label, or at least two of success, failed and total.',
          fromPreset,
        ),
      ),
    lastSuccess: lastSuccess.optional().meta(about('Time of the last success.', fromPreset)),
    duration: durationPart.optional().meta(about('Run times.', fromPreset)),
    items: countersPart('job_items_processed_total')
      .optional()
      .meta(about('Items, with the same keys as runs.', fromPreset)),
    queue: gaugePart('job_queue_size', 'Gauge of waiting entries.')
      .optional()
      .meta(about('The queue.', fromPreset)),
    suspended: gaugePart('job_suspended', 'Gauge that is above 0 while a job is suspended.')
      .optional()
      .meta(about('Whether a job is suspended.', fromPreset)),
  },
  '{ preset: jobs }',
);

/** A parsed source. */
export type SourceInput = z.output<typeof source>;

const parts = ['runs', 'lastSuccess', 'duration', 'items', 'queue'] as const;

const isPart = (part: unknown) => part !== undefined && part !== false;

/** Checks the parts of a source against each other. Each part is valid by itself. */
function refineSource(input: SourceInput, context: z.RefinementCtx): void {
  const preset = presets.find(({ name }) => name === input.preset);
  if (preset === undefined && !parts.some(part => isPart(input[part]))) {
    const message = `one of the presets ${presetNames.join(', ')}, or a part such as runs or lastSuccess`;
    context.addIssue({ code: 'custom', path: ['preset'], message });
  }
  for (const part of ['runs', 'items'] as const) {
    const given = input[part];
    if (given === undefined || given === false || isSeparate(given)) continue;
    if (given.counter === undefined && preset?.parts[part]?.kind !== 'status') {
      const message = 'a metric name such as job_execution_total';
      context.addIssue({ code: 'custom', path: [part, 'counter'], message });
    }
    const lists = [given.success, given.failed, given.skipped, given.ignored];
    const [twice] = findRepeated(lists.flatMap(words => [...new Set(words ?? [])]));
    if (twice === undefined) continue;
    const message = `${JSON.stringify(twice)} in only one of success, failed, skipped and ignored`;
    context.addIssue({ code: 'custom', path: [part], message });
  }
}

/** Whether the counters are separate, which means that each is a map. */
export function isSeparate<Counters extends object>(
  given: Counters,
): given is Exclude<Counters, { counter?: unknown }> {
  return Object.values(given).some(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
}

const findRepeated = (words: readonly string[]) =>
  words.filter((word, index) => words.indexOf(word) !== index);

const sourceName = text(
  'text',
  /^[A-Za-z][A-Za-z0-9_-]{0,39}$/,
  'a name of at most 40 letters, digits, hyphens and underscores that begins with a letter',
);

const sourcesExpected = 'a map of sources such as { application: { preset: jobs } }';

/** Every source by its name, in the order of the file. */
export const sourcesSchema = z
  .record(sourceName, source.superRefine(refineSource), { error: sourcesExpected })
  .refine(value => Object.keys(value).length > 0, { error: sourcesExpected });
