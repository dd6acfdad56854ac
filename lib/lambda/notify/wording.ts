import { findLinks } from '../../alarms/links.ts';
import type { AlarmPlan } from '../../alarms/plan.ts';
import type { Config } from '../../config/config.ts';
import { identifyAlarm } from '../../notify/alarm.ts';
import { findRhythm } from '../../notify/find-rhythm.ts';
import { createGuides } from '../../notify/guides.ts';
import type { Message } from '../../notify/message.ts';
import type { AlarmFacts, Wording } from '../../notify/words/facts.ts';

/** What Prometheus knows about the alarms in some messages; undefined if it did not answer. */
export type FindFacts = (
  messages: readonly Message[],
  at: number,
) => Promise<ReadonlyMap<string, AlarmFacts> | undefined>;

type Parts = Readonly<{
  config: Config;
  plans: readonly AlarmPlan[];
  region: string;
  findFacts: FindFacts;
}>;

/** Creates the wording of a minute's messages from the configuration and what is known now. */
export function createWording(
  parts: Parts,
): (m: readonly Message[], at: number) => Promise<Wording> {
  const { config, plans, region, findFacts } = parts;
  const { service, fleet, connection } = config;
  const { dashboardUrl, runbookUrl } = findLinks(config, region);
  const links = {
    ...{ dashboardUrl, runbookUrl },
    // Amazon Managed Prometheus has no web page
    ...(connection.auth.kind === 'sigv4' ? {} : { prometheusUrl: connection.url }),
  };
  const guides = createGuides(plans);
  return async (messages, at) => {
    const facts = await findFacts(messages, at);
    return {
      ...{ service, totalJobs: fleet.jobs.length, guides, links },
      facts: joinFacts(listRhythms(messages, config), facts ?? new Map()),
      prometheusAnswered: facts !== undefined,
    };
  };
}

/** What is known without a query: how often each job runs, and when a late job was due. */
function listRhythms(messages: readonly Message[], { fleet }: Config): Map<string, AlarmFacts> {
  const jobs = new Map(fleet.jobs.map(job => [job.name, job]));
  const alarms = messages.flatMap(({ items }) => items.map(({ alarm }) => alarm));
  return new Map(
    alarms.map(alarm => [identifyAlarm(alarm), findRhythm(alarm, jobs.get(alarm.job ?? ''))]),
  );
}

function joinFacts(
  rhythms: ReadonlyMap<string, AlarmFacts>,
  found: ReadonlyMap<string, AlarmFacts>,
): Map<string, AlarmFacts> {
  return new Map([...rhythms].map(([key, facts]) => [key, { ...facts, ...found.get(key) }]));
}
