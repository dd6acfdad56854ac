import { duration } from '../lib/checks/duration.ts';
import { createCheckHandler } from '../lib/lambda/edge.ts';

/** The Lambda of the check `duration`. */
export const handler = createCheckHandler(duration);
