import { dashboardName } from '../cloudwatch/names.ts';

/** Links in an alarm's text. */
export type Links = Readonly<{ runbookUrl: string; dashboardUrl: string }>;

/** The region is that of the stack. Synth does not know it and uses a token. */
export function findLinks(
  { runbookUrl, service }: Readonly<{ runbookUrl: string; service: string }>,
  region: string,
): Links {
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home`;
  const dashboardUrl = `${console}?region=${region}#dashboards/dashboard/${dashboardName(service)}`;
  return { runbookUrl, dashboardUrl };
}
