import type { Step, StepFailure } from './log-line.ts';

/** The steps of a run, which may fail independently. */
export type StepRunner = Readonly<{
  failures: readonly StepFailure[];
  /** The result of the work; undefined if it failed, which is recorded. */
  attempt: <Result>(step: Step, work: () => Promise<Result>) => Promise<Result | undefined>;
}>;

export function createStepRunner(): StepRunner {
  const failures: StepFailure[] = [];
  return {
    failures,
    attempt: async (step, work) => {
      try {
        return await work();
      } catch (error) {
        const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        failures.push({ step, message: message.slice(0, 500) });
        return undefined;
      }
    },
  };
}
