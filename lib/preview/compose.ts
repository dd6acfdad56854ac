import { checks } from '../checks/index.ts';
import type { Span } from '../cli/alarm-histories.ts';
import type { Fleet } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { panelDataOf } from '../panels/data.ts';
import type { HeatmapData } from '../panels/heatmap.ts';
import { panels } from '../panels/panels.ts';
import { type Outcome, renderPanelBody } from '../panels/render/render-panel.ts';
import type { Theme } from '../panels/render/theme.ts';
import { alarmsOn } from './alarms.ts';
import { chartStep, chartsOf } from './charts.ts';
import type { Dashboard } from './dashboard.ts';
import type { Recorded } from './recorder.ts';

/** What the page asks for; sizes in pixels by the custom panels' numbers. */
export type Wish = Readonly<{
  span: Span;
  theme: Theme;
  sizes: Readonly<Record<number, Readonly<{ width: number; height: number }>>>;
}>;

type Sources = Readonly<{ fleet: Fleet; recorded: Recorded; heatmap: HeatmapData }>;

/** Everything that the page draws of a span, from what is recorded. Pure. */
export function composeDashboard({ fleet, recorded, heatmap }: Sources, wish: Wish): Dashboard {
  const { span } = wish;
  const { tape, notes, warnings } = recorded;
  const measurements = tape.measurementsAt(span.to);
  const known = tape.isKnown(span.to);
  const successRate = measurements.find(
    ({ job, metric }) => job === undefined && metric === 'SuccessRatePercent',
  );
  return {
    kind: 'dashboard',
    service: fleet.service,
    ...span,
    stepSeconds: chartStep(span),
    charts: chartsOf(tape, fleet, span),
    successRatePercent: successRate?.value ?? null,
    html: customPanels({ fleet, measurements, known, heatmap }, wish),
    ...alarmsOn(tape, fleet, span),
    known,
    unknownMinutes: unknownMinutes(recorded, span),
    notes: [...notes.map(({ message }) => message), ...warnings],
  };
}

function unknownMinutes({ tape }: Recorded, { from, to }: Span): number {
  let unknown = 0;
  for (let at = from; at <= to; at += 60) if (!tape.isKnown(at)) unknown += 1;
  return unknown;
}

type Now = Readonly<{
  fleet: Fleet;
  measurements: readonly Measurement[];
  known: boolean;
  heatmap: HeatmapData;
}>;

function customPanels(now: Now, { span, theme, sizes }: Wish): Record<number, string> {
  return Object.fromEntries(
    panels
      .filter(({ widget }) => widget === 'custom')
      .map(({ number }) => {
        const size = sizes[number] ?? { width: 600, height: 200 };
        return [number, renderPanelBody(outcomeOf(number, now, span.to), { theme, ...size })];
      }),
  );
}

function outcomeOf(number: number, now: Now, at: number): Outcome {
  const { fleet, heatmap, known } = now;
  const isWatched = heatmap.columns.some(({ watched }) => watched);
  if (number === 9 && isWatched) return { kind: 'data', data: heatmap };
  if (number === 9 || !known) return { kind: 'nothing-known', at };
  if (number !== 1 && number !== 6 && number !== 8 && number !== 10) {
    throw new RangeError(`panel ${number} is not drawn from a minute's measurements`);
  }
  const topBucketSeconds = heatmap.bounds.findLast(Number.isFinite);
  const derived = [{ measurements: measuredFor(number, now.measurements), notes: [] }];
  return { kind: 'data', data: panelDataOf(number, { fleet, derived, at, topBucketSeconds }) };
}

/** Only what the panel's own checks say, as in CloudWatch. */
function measuredFor(number: number, measurements: readonly Measurement[]): Measurement[] {
  const names = panels.find(panel => panel.number === number)?.checks ?? [];
  const metrics = checks
    .filter(({ name }) => names.includes(name))
    .flatMap(check => check.metrics.map(({ name }) => name));
  return measurements.filter(({ metric }) => metrics.includes(metric));
}
