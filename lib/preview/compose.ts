import type { Evaluation } from '../checks/evaluate-fleet.ts';
import { findAlert } from '../checks/index.ts';
import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { chartStep } from '../panels/chart-series.ts';
import type { MinuteColumns } from '../panels/minute-columns.ts';
import type { Muted } from '../panels/muted.ts';
import { describePanel } from '../panels/outcome.ts';
import type { Panel } from '../panels/panel.ts';
import { panels } from '../panels/panels.ts';
import { renderPanelBody } from '../panels/render/render-panel.ts';
import { collectRows, type JobRow } from '../panels/rows.ts';
import { judgeRange, listAlarmEpisodes } from './alarms.ts';
import { drawCharts } from './charts.ts';
import type { Dashboard, JobProblem, Unjudged } from './dashboard.ts';
import { describeMuted } from './describe-muted.ts';
import type { Evaluated } from './evaluated-history.ts';
import type { PageLinks } from './links.ts';
import { listProblems } from './problems.ts';
import type { DashboardRequest } from './request.ts';

type DashboardInput = Readonly<{
  fleet: Fleet;
  evaluated: Evaluated;
  links: PageLinks;
  muted: readonly Muted[];
}>;

/** Everything that the page draws for a span, from what is known about it. Pure. */
export function composeDashboard(known: DashboardInput, request: DashboardRequest): Dashboard {
  const { fleet, evaluated, links, muted } = known;
  const { span } = request;
  const { columns, reading } = evaluated;
  const evaluation = reading.evaluate(span.to);
  const rows = collectRows({ fleet, histories: reading.histories, evaluation });
  const judged = judgeRange({ fleet, columns, span }, rows);
  const problems = listProblems(rows, { ...judged, links, muted });
  return {
    kind: 'dashboard',
    service: fleet.service,
    ...span,
    stepSeconds: chartStep(span),
    charts: drawCharts(columns, fleet, span),
    successRatePercent: findSuccessRate(evaluation),
    html: drawPanels(known, request),
    problems,
    unjudged: listUnjudged(rows, problems),
    episodes: listAlarmEpisodes(judged.alarms, span),
    known: [...evaluation.sources.values()].includes('fresh'),
    unknownMinutes: countUnknown(columns, span),
    notes: [...muted.map(describeMuted), ...listNotes(evaluation, evaluated)],
  };
}

function findSuccessRate({ measurements }: Evaluation): number | null {
  const rate = measurements.find(
    ({ job, metric }) => job === undefined && metric === 'SuccessRatePercent',
  );
  return rate?.value ?? null;
}

function countUnknown(columns: MinuteColumns, { from, to }: TimeRange): number {
  let unknown = 0;
  for (let at = from; at <= to; at += 60) if (!columns.isKnown(at)) unknown += 1;
  return unknown;
}

function listNotes({ notes }: Evaluation, { reading }: Evaluated): string[] {
  const failures = [...reading.failed].map(([check, error]) => `${check}: ${error.message}`);
  return [...failures, ...notes.map(({ message }) => message), ...reading.warnings];
}

/** Listed jobs only, without those that have no staleness check or are reported as late. */
function listUnjudged(rows: readonly JobRow[], problems: readonly JobProblem[]): Unjudged[] {
  const late = new Set(
    problems.filter(({ alert }) => findAlert(alert).unit === 'age').map(({ job }) => job),
  );
  return rows.flatMap(({ job, success }) =>
    job.listed && job.enabled.staleness && success.kind === 'unjudgeable' && !late.has(job.name)
      ? [{ job: job.name, reason: success.reason }]
      : [],
  );
}

function drawPanels(
  { fleet, evaluated: { reading } }: DashboardInput,
  { span, theme, sizes }: DashboardRequest,
): Record<number, string> {
  const draw = (panel: Panel): string => {
    const size = sizes[panel.number] ?? { width: 600, height: 200 };
    return renderPanelBody(describePanel(panel, { fleet, reading, span }), { theme, ...size });
  };
  const custom = panels.filter(({ widget }) => widget === 'custom');
  return Object.fromEntries(custom.map(panel => [panel.number, draw(panel)]));
}
