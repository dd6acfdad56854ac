import { readFile } from 'node:fs/promises';
import type { SecretReference } from '../config/config.ts';
import { PrometheusError } from './errors.ts';

/**
 * Reads a secret on a person's machine, from an environment variable or a file, without one trailing
 * newline. Throws `unauthorized` if there is none, or if the secret is stored in AWS.
 */
export async function readLocalSecret(
  reference: SecretReference,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  if ('env' in reference) return readVariable(reference.env, environment);
  if ('file' in reference) return readTextFile(reference.file);
  throw createError(
    'The secret is stored in AWS, and the command line does not read it from there',
    'a secret in "env" or "file"',
  );
}

function readVariable(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const text = trimNewline(environment[name] ?? '');
  if (text !== '') return text;
  const state = environment[name] === undefined ? 'is not set' : 'is empty';
  throw createError(`The environment variable ${name} ${state}`, 'the secret for Prometheus in it');
}

async function readTextFile(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw createError(`The file ${path} cannot be read`, 'the secret for Prometheus in it', cause);
  }
  if (trimNewline(text) !== '') return trimNewline(text);
  throw createError(`The file ${path} is empty`, 'the secret for Prometheus in it');
}

// Editors and `echo` add a newline at the end of a file.
function trimNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function createError(problem: string, expected: string, cause?: unknown): PrometheusError {
  return new PrometheusError({ code: 'unauthorized', problem, expected, cause });
}
