import { resolve } from 'node:path';
import type { SecretReference } from './config.ts';
import type { SecretPlace } from './schema-secret.ts';

/** A secret's place; a file is relative to the configuration's directory. */
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
  // The schema has seen that one of the four is there.
  return { file: resolve(baseDirectory, file ?? '') };
}
