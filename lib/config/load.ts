import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readCertificateAuthority } from './certificate.ts';
import type { Config } from './config.ts';
import { readYaml, type YamlText } from './document.ts';
import { ConfigError, type Problem } from './error.ts';
import { describeConflicts, toProblems } from './problems.ts';
import { findConflicts } from './relations.ts';
import { resolveConfig } from './resolve.ts';
import { configSchema } from './schema.ts';

/** Where a configuration's text comes from. */
export type Origin = Readonly<{
  /** File name at the beginning of messages. */
  file: string;
  /** Absolute directory for relative paths. */
  baseDirectory: string;
  /** Reads a text file. Throws if it does not exist. */
  readFile: (path: string) => string;
}>;

/** Reads and validates a configuration file. Throws `ConfigError` with all problems at once. */
export async function loadConfig(path: string): Promise<Config> {
  return parseFile(path, await readText(path));
}

/** The same, synchronously, for CDK constructs. */
export function loadConfigSync(path: string): Config {
  try {
    return parseFile(path, decode(readFileSync(path)));
  } catch (cause) {
    throw cause instanceof ConfigError ? cause : explainUnreadable(path, cause);
  }
}

function parseFile(path: string, text: string): Config {
  return parseConfig(text, {
    file: path,
    baseDirectory: dirname(resolve(path)),
    readFile: name => readFileSync(name, 'utf8'),
  });
}

async function readText(path: string): Promise<string> {
  try {
    return decode(await readFile(path));
  } catch (cause) {
    throw explainUnreadable(path, cause);
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

const noSuchFile = 'no such file';

function explainUnreadable(path: string, cause: unknown): ConfigError {
  const found = describeFailure(cause);
  const isMissing = found === noSuchFile;
  const expected = isMissing
    ? 'a configuration, as "jobwatch init" writes it'
    : 'a configuration in UTF-8';
  const problems = [{ path: '', found, expected }];
  return new ConfigError('config-unreadable', { file: path, problems, cause });
}

function describeFailure(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return noSuchFile;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'text that is not UTF-8';
  return `a file that cannot be read (${typeof code === 'string' ? code : 'unknown'})`;
}

/** Parses YAML text to a frozen configuration. Throws `ConfigError` with all problems at once. */
export function parseConfig(text: string, origin: Origin): Config {
  const { file, baseDirectory } = origin;
  const yaml = readYaml(text);
  if (yaml.syntaxProblem !== undefined) {
    throw new ConfigError('config-syntax', { file, problems: [yaml.syntaxProblem] });
  }
  const parsed = configSchema.safeParse(yaml.value);
  const authority = readCertificateAuthority(yaml, origin);
  const problems = [
    ...yaml.problems,
    ...(parsed.success ? [] : describeIssues(parsed.error.issues, yaml)),
    ...describeConflicts(findConflicts(yaml.value), yaml),
    ...authority.problems,
  ];
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError('config-invalid', { file, problems });
  }
  const certificateAuthority = authority.text;
  return freeze(resolveConfig(parsed.data, { baseDirectory, certificateAuthority }));
}

function describeIssues(issues: Parameters<typeof toProblems>[0], yaml: YamlText): Problem[] {
  if (typeof yaml.value === 'object' && !Array.isArray(yaml.value) && yaml.value !== null) {
    return toProblems(issues, yaml);
  }
  const isEmpty = yaml.value === null || yaml.value === undefined;
  const found = isEmpty ? 'an empty file' : Array.isArray(yaml.value) ? 'a list' : 'a single value';
  return [{ path: '', found, expected: 'a map with prometheus and jobs' }];
}

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
