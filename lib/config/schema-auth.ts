import { z } from 'zod';
import { requireOnePlace, type SecretPlace, secretPlaces } from './schema-secret.ts';
import { always, map, text } from './values.ts';

/** Names the keys of the places where a secret may be stored. Exactly one of them is set. */
function nameKeys<Name extends 'password' | 'bearer'>(name: Name) {
  return {
    secretArn: `${name}SecretArn`,
    parameterArn: `${name}ParameterArn`,
    env: `${name}Env`,
    file: `${name}File`,
    field: `${name}Field`,
  } as const;
}

const describePlace: Readonly<Record<SecretPlace, (what: string) => string>> = {
  secretArn: what => `Secrets Manager secret that holds the ${what}.`,
  parameterArn: what => `SSM parameter that holds the ${what}.`,
  env: what => `Environment variable with the ${what}, for the command line only.`,
  file: what => `File with the ${what}, relative to the configuration, for the command line only.`,
  field: what => `Field of the secret's JSON that holds the ${what}.`,
};

const optionalPlace = (place: SecretPlace, what: string) =>
  secretPlaces[place].optional().meta({ description: describePlace[place](what) });

const basic = map(
  {
    username: text('text', /^[^:\s]+$/, 'a user name without colon or space').meta({
      description: 'User of HTTP basic authentication.',
    }),
    passwordSecretArn: optionalPlace('secretArn', 'password'),
    passwordParameterArn: optionalPlace('parameterArn', 'password'),
    passwordEnv: optionalPlace('env', 'password'),
    passwordFile: optionalPlace('file', 'password'),
    passwordField: optionalPlace('field', 'password'),
  },
  '{ username: jobwatch, passwordSecretArn: "arn:aws:secretsmanager:…" }',
).superRefine(requireOnePlace(nameKeys('password')), always);

const bearer = map(
  {
    bearerSecretArn: optionalPlace('secretArn', 'bearer token'),
    bearerParameterArn: optionalPlace('parameterArn', 'bearer token'),
    bearerEnv: optionalPlace('env', 'bearer token'),
    bearerFile: optionalPlace('file', 'bearer token'),
    bearerField: optionalPlace('field', 'bearer token'),
  },
  '{ bearerSecretArn: "arn:aws:secretsmanager:…" }',
).superRefine(requireOnePlace(nameKeys('bearer')), always);

const sigv4 = map(
  {
    sigv4: map(
      {
        region: text('text', /^[a-z]{2}(?:-[a-z]+)+-\d$/, 'an AWS region such as eu-west-1').meta({
          description: 'AWS region of the workspace.',
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

/** Authentication of requests to Prometheus: basic, bearer or AWS Signature Version 4. */
export const authSchema = z.union([basic, bearer, sigv4], {
  error: 'a map with username, or a bearer token, or sigv4',
});

/** Parsed authentication settings. */
export type AuthInput = z.output<typeof authSchema>;
