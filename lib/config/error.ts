export type ConfigErrorCode = 'config-unreadable' | 'config-syntax' | 'config-invalid';

/** A problem in a configuration. `line` and `column` start at 1. */
export type Problem = Readonly<{
  path: string;
  line?: number;
  column?: number;
  found: string;
  expected: string;
}>;

/** An invalid configuration, with all its problems in the order of the file. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(
    code: ConfigErrorCode,
    details: Readonly<{ file: string; problems: readonly Problem[]; cause?: unknown }>,
  ) {
    const { file, cause } = details;
    const problems = [...details.problems].sort(byPosition);
    const lines = problems.map(problem => formatProblem(file, problem));
    super(lines.join('\n'), cause === undefined ? {} : { cause });
    this.code = code;
    this.file = file;
    this.problems = problems;
  }
}

function formatProblem(file: string, problem: Problem): string {
  const { path, line, column, found, expected } = problem;
  const position = line === undefined ? '' : `:${line}:${column ?? 1}`;
  const where = path === '' ? '' : ` ${path}`;
  return `${file}${position}${where}: found ${found}, expected ${expected}`;
}

function byPosition(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
