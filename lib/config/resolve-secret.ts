import { resolve } from 'node:path';
import type { SecretReference } from './config.ts';
import type { SecretPlace } from './schema-secret.ts';

/** Resolves a reference to a secret. A file is relative to the configuration's directory. */
export function resolveSecret(
  {
    secretArn,
    parameterArn,
    env,
    file,
    field,
  }: Readonly<Partial<Record<SecretPlace, string | undefined>>>,
  baseDirectory: string,
): SecretReference {
  if (secretArn !== undefined) return field === undefined ? { secretArn } : { secretArn, field };
  if (parameterArn !== undefined) return { parameterArn };
  if (env !== undefined) return { env };
  // The schema has checked that one of the four places is set.
  return { file: resolve(baseDirectory, file ?? '') };
}
