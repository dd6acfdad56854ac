import { staleness } from '../lib/checks/staleness.ts';
import { createCheckHandler } from '../lib/lambda/edge.ts';

/** The Lambda of the check `staleness`. */
export const handler = createCheckHandler(staleness);
