import { createDeployedJudge } from '../lib/lambda/edge.ts';

/** The Lambda that judges every job, once a minute. */
export const handler = createDeployedJudge();
