import { PublishError } from '../cloudwatch/errors.ts';
import type { Publisher } from '../cloudwatch/publisher.ts';
import type { JudgeDependencies } from './dependencies.ts';
import { formatMinute, toFailure } from './log.ts';

/** The number of metrics that CloudWatch has accepted; a failure is logged and thrown. */
export async function publish(
  data: Parameters<Publisher['publish']>[0],
  at: number,
  { publisher, log }: Pick<JudgeDependencies, 'publisher' | 'log'>,
): Promise<number> {
  try {
    return (await publisher.publish(data)).metricsSent;
  } catch (error) {
    if (error instanceof PublishError) {
      log({
        level: 'ERROR',
        event: 'publish-failed',
        at: formatMinute(at),
        published: error.report.metricsSent,
        failure: toFailure(error),
      });
    }
    throw error;
  }
}
