import { createDeployedNotifier } from '../lib/lambda/notify-edge.ts';

/** The Lambda that tells people of alarms, once a minute. */
export const handler = createDeployedNotifier();
