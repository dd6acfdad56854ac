import { readFile } from 'node:fs/promises';
import type { SecretReference } from '../config/config.ts';
import { PrometheusError } from './errors.ts';

/**
 * Reads a secret where a person works: a variable or a file, without one trailing newline. Throws
 * `unauthorized` where there is none, and for a secret that AWS keeps.
 */
export async function readDeskSecret(
  reference: SecretReference,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  if ('env' in reference) return variable(reference.env, environment);
  if ('file' in reference) return textFile(reference.file);
  throw missing('The secret is kept in AWS, and is not read here', 'a secret in "env" or "file"');
}

function variable(name: string, environment: Readonly<Record<string, string | undefined>>): string {
  const text = withoutNewline(environment[name] ?? '');
  if (text !== '') return text;
  const state = environment[name] === undefined ? 'is not set' : 'is empty';
  throw missing(`The environment variable ${name} ${state}`, 'the secret for Prometheus in it');
}

async function textFile(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw missing(`The file ${path} cannot be read`, 'the secret for Prometheus in it', cause);
  }
  if (withoutNewline(text) !== '') return withoutNewline(text);
  throw missing(`The file ${path} is empty`, 'the secret for Prometheus in it');
}

// Editors and `echo` end a file with a newline that is no part of the secret.
function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function missing(problem: string, expected: string, cause?: unknown): PrometheusError {
  return new PrometheusError({ code: 'unauthorized', problem, expected, cause });
}
