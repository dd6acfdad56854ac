import type { Config } from '../config/config.ts';
import { findLinks } from './links.ts';
import { planListed } from './listed.ts';
import { planListedVerdicts } from './listed-verdicts.ts';
import type { AlarmPlan } from './plan.ts';
import { planServiceAlarms } from './service-alarms.ts';
import { planUnlisted } from './unlisted.ts';
import { planUnlistedVerdicts } from './unlisted-verdicts.ts';

/**
 * Every alarm of a service: Jobwatch's own, those on unlisted jobs, and, in the order of the
 * configuration, one per alert and listed job, or two per job if only verdicts are
 * published. This is the only list of alarms. `region` is that of the stack, for the
 * links in the texts.
 */
export function allAlarms(config: Config, region: string): AlarmPlan[] {
  const { fleet } = config;
  const links = findLinks(config, region);
  if (config.alarms === 'job') {
    return [
      ...planServiceAlarms({ fleet, links }),
      ...planUnlistedVerdicts({ fleet, links }),
      ...fleet.jobs.flatMap(job => planListedVerdicts(job, { fleet, links })),
    ];
  }
  return [
    ...planServiceAlarms({ fleet, links }),
    ...planUnlisted({ fleet, links }),
    ...fleet.jobs.flatMap(job => planListed(job, { fleet, links })),
  ];
}
