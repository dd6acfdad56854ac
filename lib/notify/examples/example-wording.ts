import { allAlarms } from '../../alarms/all-alarms.ts';
import { findLinks } from '../../alarms/links.ts';
import type { Config } from '../../config/config.ts';
import { createGuides } from '../guides.ts';
import type { Wording } from '../words/facts.ts';

/** The address of the examples' dashboard. */
const region = 'eu-west-1';

/**
 * The context of the examples' wording: a service's own alarms and links, and the address of a
 * Prometheus.
 */
export function createExampleWording(config: Config): Wording {
  const { service, fleet } = config;
  const { runbookUrl, dashboardUrl } = findLinks(config, region);
  return {
    ...{ service, totalJobs: fleet.jobs.length, facts: new Map(), prometheusAnswered: true },
    guides: createGuides(allAlarms(config, region)),
    links: { runbookUrl, dashboardUrl, prometheusUrl: 'https://prometheus.example.com' },
  };
}
