import { queue } from '../lib/checks/queue.ts';
import { createCheckHandler } from '../lib/lambda/edge.ts';

/** The Lambda of the check `queue`. */
export const handler = createCheckHandler(queue);
