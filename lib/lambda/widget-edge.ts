import { createLiveHistory } from '../panels/live-history.ts';
import { createPanelSource } from '../panels/outcome.ts';
import { createAuthorizer } from '../prometheus/auth.ts';
import { createPrometheus } from '../prometheus/client.ts';
import { readAwsSecret } from '../prometheus/secrets-aws.ts';
import { readBundledConfig } from './bundled-config.ts';
import { createWidgetHandler, type WidgetHandler } from './widget.ts';

/** A viewer waits: a readable "unreachable" after this is better than a spinner. */
const deadlineMilliseconds = 12_000;

/**
 * What a function of 256 MB reads at once. Four answers are read at a time, and as objects they take
 * some six times as much; the client refuses a longer answer, and less is asked for.
 */
const answers = { bytes: 4 * 1024 * 1024, samples: 100_000 } as const;

/** The handler of the deployed widget; here the clock, the network and the bundle are taken up. */
export function createDeployedWidget(): WidgetHandler {
  const { connection, fleet } = readBundledConfig();
  const prometheus = createPrometheus(connection, {
    authorize: createAuthorizer(connection, readAwsSecret),
    deadlineMilliseconds,
    maximumBytes: answers.bytes,
  });
  const live = createLiveHistory(prometheus, fleet);
  const options = { deadlineMilliseconds, answerSamples: answers.samples };
  return createWidgetHandler({
    source: createPanelSource(live, fleet, options),
    now: () => Date.now() / 1000,
  });
}
