import { items } from '../lib/checks/items.ts';
import { createCheckHandler } from '../lib/lambda/edge.ts';

/** The Lambda of the check `items`. */
export const handler = createCheckHandler(items);
