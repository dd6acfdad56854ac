import { resolve } from 'node:path';
import type { Auth, SecretReference } from './config.ts';
import type { AuthInput } from './schema-auth.ts';

/** Authentication as the client takes it; a secret's file is relative to the configuration's. */
export function resolveAuth(input: AuthInput | undefined, baseDirectory: string): Auth {
  if (input === undefined) return { kind: 'none' };
  if ('sigv4' in input) return { kind: 'sigv4', ...input.sigv4 };
  if ('username' in input) {
    const password = secretAt(baseDirectory, {
      secretArn: input.passwordSecretArn,
      parameterArn: input.passwordParameterArn,
      env: input.passwordEnv,
      file: input.passwordFile,
      field: input.passwordField,
    });
    return { kind: 'basic', username: input.username, password };
  }
  const token = secretAt(baseDirectory, {
    secretArn: input.bearerSecretArn,
    parameterArn: input.bearerParameterArn,
    env: input.bearerEnv,
    file: input.bearerFile,
    field: input.bearerField,
  });
  return { kind: 'bearer', token };
}

type Place = 'secretArn' | 'parameterArn' | 'env' | 'file' | 'field';

function secretAt(
  baseDirectory: string,
  { secretArn, parameterArn, env, file, field }: Readonly<Record<Place, string | undefined>>,
): SecretReference {
  if (secretArn !== undefined) return field === undefined ? { secretArn } : { secretArn, field };
  if (parameterArn !== undefined) return { parameterArn };
  if (env !== undefined) return { env };
  // The schema has seen that one of the four is there.
  return { file: resolve(baseDirectory, file ?? '') };
}
