import { type Incident, planIncidents } from './clipper-incidents.ts';
import { createClipperJobs } from './clipper-jobs.ts';
import type { Scenario, SimulatedProcess } from './scenario.ts';

type ClipperDay = Readonly<{ scenario: Scenario; incidents: readonly Incident[] }>;

const minute = 60;
const hour = 3600;

/** The processes start this early so that the 6-h job has succeeded when the day begins. */
const lifeBeforeTheDay = 9 * hour;

/**
 * Creates the last 24 h of the six Clipper jobs up to the minute of `to` (Unix seconds), with
 * incidents. The jobs keep running until `liveUntil`, for a Prometheus that keeps scraping them.
 */
export function createClipperDay(to: number, liveUntil = to): ClipperDay {
  const end = Math.floor(to / minute) * minute;
  const scenarioEnd = Math.max(end, Math.floor(liveUntil / minute) * minute);
  const incidents = planIncidents(end);
  const jobs = createClipperJobs(end, incidents);
  const { deploy } = incidents;
  const first = { startsAt: end - 24 * hour - lifeBeforeTheDay, stopsAt: deploy.from };
  const second = { startsAt: deploy.to };
  const processes: SimulatedProcess[] = [
    { instance: 'clipper-api-0:8080', ...first, upAfterStop: 'down', jobs: jobs.api },
    { instance: 'clipper-api-0:8080', ...second, jobs: jobs.api },
    { instance: 'clipper-worker-5d9c:8080', ...first, jobs: jobs.worker },
    { instance: 'clipper-worker-7f4b:8080', ...second, jobs: jobs.worker },
  ];
  const scenario = {
    from: end - 24 * hour,
    to: scenarioEnd,
    scrapeSeconds: 30,
    seed: 20260105,
    processes,
  };
  return { scenario, incidents: Object.values(incidents).sort((a, b) => a.from - b.from) };
}
