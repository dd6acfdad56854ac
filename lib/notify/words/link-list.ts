import { isResolved, type Message, type MessageItem } from '../message.ts';
import type { LinkBases, Wording } from './facts.ts';
import { openCase } from './item-text.ts';

export type Link = Readonly<{ label: string; url: string }>;

/** The dashboard begins before the problem did. */
const marginSeconds = 3_600;

/** Slack accepts 3,000 characters for all links together, and some browsers 2,000 for one. */
const longestUrl = 2_000;

/** The links of a message; if there are several alarms, those of the first one. */
export function listLinks(message: Message, wording: Wording): Link[] {
  const first = message.items.find(item => !isResolved(item)) ?? message.items[0];
  if (first === undefined) return [];
  const { links } = wording;
  const from = Math.min(...message.items.map(({ alarm }) => alarm.since)) - marginSeconds;
  return [
    ...linkRunbook(first, wording),
    ...linkDashboard(links, from, message.at),
    ...linkQuery(first, wording, message.at),
  ];
}

function linkRunbook(item: MessageItem, { guides, links }: Wording): Link[] {
  if (isResolved(item)) return [];
  const { alert } = item.alarm;
  const [kind = ''] = alert.split('/', 1);
  const section = [alert, kind].find(name => Object.hasOwn(guides, name));
  const anchor = section === undefined ? '' : `#${guides[section]?.section}`;
  return [{ label: 'Runbook', url: `${links.runbookUrl}${anchor}` }];
}

function linkDashboard({ dashboardUrl }: LinkBases, from: number, to: number): Link[] {
  if (dashboardUrl === undefined) return [];
  const iso = (at: number) => new Date(at * 1_000).toISOString();
  return [{ label: 'Dashboard', url: `${dashboardUrl}?start=${iso(from)}&end=${iso(to)}` }];
}

function linkQuery(item: MessageItem, wording: Wording, at: number): Link[] {
  const { prometheusUrl } = wording.links;
  const { query } = openCase(item, wording, at).facts;
  if (prometheusUrl === undefined || query === undefined) return [];
  const end = new Date(at * 1_000).toISOString().slice(0, 19).replace('T', ' ');
  const parameters = Object.entries({ expr: query, tab: '0', range_input: '3h', end_input: end });
  const form = parameters.map(([name, value]) => `g0.${name}=${encodeURIComponent(value)}`);
  const url = `${prometheusUrl}/graph?${form.join('&')}`;
  return url.length > longestUrl ? [] : [{ label: 'Prometheus', url }];
}
