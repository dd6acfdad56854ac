import type { CorpusScenario } from './scenario.ts';
import { durationScenarios } from './scenarios/durations.ts';
import { failureRateScenarios } from './scenarios/failure-rates.ts';
import { failureScenarios } from './scenarios/failures.ts';
import { itemScenarios } from './scenarios/items.ts';
import { namingScenarios } from './scenarios/naming.ts';
import { queueScenarios } from './scenarios/queues.ts';
import { restartScenarios } from './scenarios/restarts.ts';
import { stalenessScenarios } from './scenarios/staleness.ts';
import { unlistedScenarios } from './scenarios/unlisted.ts';
import { watchingScenarios } from './scenarios/watching.ts';

/** Every scenario, in the order of docs/corpus.md. */
export const corpus: readonly CorpusScenario[] = [
  ...failureScenarios,
  ...failureRateScenarios,
  ...stalenessScenarios,
  ...restartScenarios,
  ...watchingScenarios,
  ...durationScenarios,
  ...queueScenarios,
  ...itemScenarios,
  ...unlistedScenarios,
  ...namingScenarios,
];
