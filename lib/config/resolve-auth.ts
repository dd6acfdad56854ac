import type { Auth } from './config.ts';
import { resolveSecret } from './resolve-secret.ts';
import type { AuthInput } from './schema-auth.ts';

/** Resolves authentication settings. A secret's file is relative to the configuration's directory. */
export function resolveAuth(input: AuthInput | undefined, baseDirectory: string): Auth {
  if (input === undefined) return { kind: 'none' };
  if ('sigv4' in input) return { kind: 'sigv4', ...input.sigv4 };
  if ('username' in input) {
    const places = {
      secretArn: input.passwordSecretArn,
      parameterArn: input.passwordParameterArn,
      env: input.passwordEnv,
      file: input.passwordFile,
      field: input.passwordField,
    };
    const password = resolveSecret(places, baseDirectory);
    return { kind: 'basic', username: input.username, password };
  }
  const places = {
    secretArn: input.bearerSecretArn,
    parameterArn: input.bearerParameterArn,
    env: input.bearerEnv,
    file: input.bearerFile,
    field: input.bearerField,
  };
  return { kind: 'bearer', token: resolveSecret(places, baseDirectory) };
}
