import { failures } from '../lib/checks/failures.ts';
import { createCheckHandler } from '../lib/lambda/edge.ts';

/** The Lambda of the check `failures`. */
export const handler = createCheckHandler(failures);
