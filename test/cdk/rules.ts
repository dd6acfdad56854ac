import type { EvaluationRule } from '../../lib/alarms/evaluate.ts';
import { findResources, type Synthesized } from './synth.ts';

/** The rule of a deployed alarm, for the evaluator. */
export function readRule(synthesized: Synthesized, name: string): EvaluationRule {
  const found = findResources(synthesized, 'AWS::CloudWatch::Alarm').find(
    ({ Properties }) => Properties.AlarmName === name,
  )?.Properties;
  return {
    comparison: found?.ComparisonOperator,
    threshold: found?.Threshold,
    // an alarm on an expression has its period there
    periodSeconds: found?.Period ?? 60,
    evaluationPeriods: found?.EvaluationPeriods,
    datapointsToAlarm: found?.DatapointsToAlarm,
    treatMissingData: found?.TreatMissingData,
  } as EvaluationRule;
}
