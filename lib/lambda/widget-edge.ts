import { panelSource } from '../panels/outcome.ts';
import { createAuthorizer } from '../prometheus/auth.ts';
import { createPrometheus } from '../prometheus/client.ts';
import { readAwsSecret } from '../prometheus/secrets-aws.ts';
import { functionAnswerBytes } from './bounded-answers.ts';
import { readBundledConfig } from './bundled-config.ts';
import { createWidgetHandler, type WidgetHandler } from './widget.ts';

/** A viewer waits: a readable "unreachable" after this is better than a spinner. */
const deadlineMilliseconds = 12_000;

/** The handler of the deployed widget; here the clock, the network and the bundle are taken up. */
export function createDeployedWidget(): WidgetHandler {
  const { connection, fleet } = readBundledConfig();
  const prometheus = createPrometheus(connection, {
    authorize: createAuthorizer(connection, readAwsSecret),
    deadlineMilliseconds,
    maximumBytes: functionAnswerBytes,
  });
  return createWidgetHandler({
    source: panelSource(prometheus, fleet),
    now: () => Date.now() / 1000,
  });
}
