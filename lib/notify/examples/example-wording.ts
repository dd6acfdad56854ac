import { allAlarms } from '../../alarms/all-alarms.ts';
import { findLinks } from '../../alarms/links.ts';
import type { Config } from '../../config/config.ts';
import { createGuides } from '../guides.ts';
import type { Wording } from '../words/facts.ts';

/** Where the examples' dashboard would be. */
const region = 'eu-west-1';

/** What examples are worded with: a service's own alarms and links, and a Prometheus to look at. */
export function createExampleWording(config: Config): Wording {
  const { service, fleet } = config;
  const { runbookUrl, dashboardUrl } = findLinks(config, region);
  return {
    ...{ service, totalJobs: fleet.jobs.length, facts: new Map(), prometheusAnswered: true },
    guides: createGuides(allAlarms(config, region)),
    links: { runbookUrl, dashboardUrl, prometheusUrl: 'https://prometheus.example.com' },
  };
}
