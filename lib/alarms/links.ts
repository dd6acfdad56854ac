import { dashboardName } from '../cloudwatch/names.ts';

/** Where whoever reads an alarm's text goes on. */
export type Links = Readonly<{ runbookUrl: string; dashboardUrl: string }>;

/** The region is the stack's own, which synth does not know: there it is a token. */
export function findLinks(
  { runbookUrl, service }: Readonly<{ runbookUrl: string; service: string }>,
  region: string,
): Links {
  const console = `https://${region}.console.aws.amazon.com/cloudwatch/home`;
  const dashboardUrl = `${console}?region=${region}#dashboards/dashboard/${dashboardName(service)}`;
  return { runbookUrl, dashboardUrl };
}
