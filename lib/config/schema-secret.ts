import type { z } from 'zod';
import { always, map, text } from './values.ts';

/** The places where a secret may be stored. */
export const secretPlaces = {
  secretArn: text(
    'ARN',
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+$/,
    'the ARN of a Secrets Manager secret such as arn:aws:secretsmanager:eu-west-1:123456789012:secret:prometheus-AbCdEf',
  ),
  parameterArn: text(
    'ARN',
    /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[A-Za-z0-9_.\-/]+$/,
    'the ARN of an SSM parameter such as arn:aws:ssm:eu-west-1:123456789012:parameter/prometheus',
  ),
  env: text(
    'text',
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'the name of an environment variable such as PROMETHEUS_TOKEN',
  ),
  file: text('path', /^[^\0]+$/, 'the path of a file'),
  field: text('text', /^.{1,256}$/su, 'the name of a field in the secret'),
} as const;

export type SecretPlace = keyof typeof secretPlaces;

type Keys = Readonly<Record<string, unknown>>;

/** Gives a refinement that requires exactly one place, and allows `field` only with `secretArn`. */
export function requireOnePlace(keys: Readonly<Record<SecretPlace, string>>) {
  const places = [keys.secretArn, keys.parameterArn, keys.env, keys.file];
  return (value: unknown, context: z.RefinementCtx) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const given = places.filter(place => (value as Keys)[place] !== undefined);
    // `continue: false`, so that the union does not mistake this branch for the one that was meant.
    const report = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message, continue: false });
    const expected = `exactly one of ${places.join(', ')}`;
    if (given.length === 0) report(keys.secretArn, expected);
    for (const extra of given.slice(1)) report(extra, expected);
    if ((value as Keys)[keys.field] !== undefined && !given.includes(keys.secretArn)) {
      report(keys.field, `${keys.field} only beside ${keys.secretArn}`);
    }
  };
}

const { secretArn, parameterArn, env, file, field } = secretPlaces;

/** A reference to a secret. */
export const secretReference = map(
  {
    secretArn: secretArn
      .optional()
      .meta({ description: 'Secrets Manager secret that holds the value.' }),
    parameterArn: parameterArn
      .optional()
      .meta({ description: 'SSM parameter that holds the value.' }),
    env: env
      .optional()
      .meta({ description: 'Environment variable with the value, for the command line only.' }),
    file: file.optional().meta({
      description: 'File with the value, relative to the configuration, for the command line only.',
    }),
    field: field
      .optional()
      .meta({ description: "Field of the secret's JSON that holds the value." }),
  },
  '{ secretArn: "arn:aws:secretsmanager:…" }',
)
  .superRefine(
    requireOnePlace({
      secretArn: 'secretArn',
      parameterArn: 'parameterArn',
      env: 'env',
      file: 'file',
      field: 'field',
    }),
    always,
  )
  .meta({ id: 'secret', title: 'secret' });

/** A parsed reference to a secret. */
export type SecretInput = z.output<typeof secretReference>;
