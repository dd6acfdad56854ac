import { z } from 'zod';
import { map, text } from './values.ts';

const secretArn = text(
  'ARN',
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+$/,
  'the ARN of a Secrets Manager secret such as arn:aws:secretsmanager:eu-west-1:123456789012:secret:prometheus-AbCdEf',
);

const parameterArn = text(
  'ARN',
  /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[A-Za-z0-9_.\-/]+$/,
  'the ARN of an SSM parameter such as arn:aws:ssm:eu-west-1:123456789012:parameter/prometheus',
);

const environmentName = text(
  'text',
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  'the name of an environment variable such as PROMETHEUS_TOKEN',
);

const filePath = text('path', /^[^\0]+$/, 'the path of a file');

const field = text('text', /^.{1,256}$/su, 'the name of a field in the secret');

/** The places where one secret may be kept, of which exactly one is named. */
function placesOf<Name extends 'password' | 'bearer'>(name: Name) {
  return {
    secretArn: `${name}SecretArn`,
    parameterArn: `${name}ParameterArn`,
    env: `${name}Env`,
    file: `${name}File`,
    field: `${name}Field`,
  } as const;
}

const secretMeta = {
  secretArn: (what: string) => `Secrets Manager secret that holds the ${what}.`,
  parameterArn: (what: string) => `SSM parameter that holds the ${what}.`,
  env: (what: string) => `Environment variable with the ${what}; at the desk only.`,
  file: (what: string) => `File with the ${what}, relative to the configuration; at the desk only.`,
  field: (what: string) => `Field of the secret's JSON that holds the ${what}.`,
} as const;

const describe = (place: keyof typeof secretMeta, what: string) => ({
  description: secretMeta[place](what),
});

type Keys = Readonly<Record<string, unknown>>;

function exactlyOnePlace(name: 'password' | 'bearer') {
  const { secretArn: first, parameterArn: second, env, file, field: fieldKey } = placesOf(name);
  const places = [first, second, env, file];
  return (value: unknown, context: z.RefinementCtx) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const given = places.filter(place => (value as Keys)[place] !== undefined);
    // `continue: false`, lest the union take this branch for the one that was meant.
    const report = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message, continue: false });
    const expected = `exactly one of ${places.join(', ')}`;
    if (given.length === 0) report(first, expected);
    for (const extra of given.slice(1)) report(extra, expected);
    if ((value as Keys)[fieldKey] !== undefined && !given.includes(first)) {
      report(fieldKey, `${fieldKey} only beside ${first}`);
    }
  };
}

// Runs whatever else is wrong with the map, so that all problems are told at once.
const always = { when: () => true };

const basic = map(
  {
    username: text('text', /^[^:\s]+$/, 'a user name without colon or space').meta({
      description: 'User of HTTP basic authentication.',
    }),
    passwordSecretArn: secretArn.optional().meta(describe('secretArn', 'password')),
    passwordParameterArn: parameterArn.optional().meta(describe('parameterArn', 'password')),
    passwordEnv: environmentName.optional().meta(describe('env', 'password')),
    passwordFile: filePath.optional().meta(describe('file', 'password')),
    passwordField: field.optional().meta(describe('field', 'password')),
  },
  '{ username: jobwatch, passwordSecretArn: "arn:aws:secretsmanager:…" }',
).superRefine(exactlyOnePlace('password'), always);

const bearer = map(
  {
    bearerSecretArn: secretArn.optional().meta(describe('secretArn', 'bearer token')),
    bearerParameterArn: parameterArn.optional().meta(describe('parameterArn', 'bearer token')),
    bearerEnv: environmentName.optional().meta(describe('env', 'bearer token')),
    bearerFile: filePath.optional().meta(describe('file', 'bearer token')),
    bearerField: field.optional().meta(describe('field', 'bearer token')),
  },
  '{ bearerSecretArn: "arn:aws:secretsmanager:…" }',
).superRefine(exactlyOnePlace('bearer'), always);

const sigv4 = map(
  {
    sigv4: map(
      {
        region: text('text', /^[a-z]{2}(?:-[a-z]+)+-\d$/, 'an AWS region such as eu-west-1').meta({
          description: 'Region that the requests are signed for.',
        }),
        workspaceArn: text(
          'ARN',
          /^arn:aws[a-z-]*:aps:[a-z0-9-]+:\d{12}:workspace\/[A-Za-z0-9-]+$/,
          'the ARN of an Amazon Managed Prometheus workspace such as arn:aws:aps:eu-west-1:123456789012:workspace/ws-1',
        ).meta({ description: 'Workspace that the Lambdas may query.' }),
      },
      '{ region: eu-west-1, workspaceArn: "arn:aws:aps:…" }',
    ).meta({ description: 'AWS Signature Version 4, for Amazon Managed Prometheus.' }),
  },
  '{ sigv4: { region: eu-west-1, workspaceArn: "arn:aws:aps:…" } }',
);

/** How requests to Prometheus are authenticated: basic, bearer or AWS Signature Version 4. */
export const authSchema = z.union([basic, bearer, sigv4], {
  error: 'a map with username, or a bearer token, or sigv4',
});

/** Authentication as it came out of `authSchema`. */
export type AuthInput = z.output<typeof authSchema>;
