import { createDeployedNotifier } from '../lib/lambda/notify-edge.ts';

/** The Lambda that notifies people about alarms, once a minute. */
export const handler = createDeployedNotifier();
