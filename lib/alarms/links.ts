import { dashboardName } from '../cloudwatch/names.ts';
import type { Links } from './describe.ts';

/** Where a mail's reader goes on; the region is the stack's own, which synth does not know. */
export function linksOf(
  { runbookUrl, service }: Readonly<{ runbookUrl: string; service: string }>,
  region: string,
): Links {
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home`;
  const dashboardUrl = `${console}?region=${region}#dashboards/dashboard/${dashboardName(service)}`;
  return { runbookUrl, dashboardUrl };
}
