import type { Config } from '../config/config.ts';
import { listMuted, type Mute } from '../panels/muted.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { createAnswerer } from './answer-page.ts';
import type { AnswerLine } from './dashboard.ts';
import { findPageLinks } from './links.ts';
import { loadAssets } from './load-assets.ts';
import { PreviewError } from './preview-error.ts';
import { parseRequest } from './request.ts';
import { type Preview, servePreview } from './server.ts';

/** `to` is absent if the page ends at the present. Unix seconds, whole minutes. */
type PreviewOptions = Readonly<{
  port: number | undefined;
  spanSeconds: number;
  to?: number;
  now: () => number;
  /** The known mutes of the deployed service; none without it. */
  listMutes?: () => readonly Mute[];
}>;

/**
 * Serves the dashboard of a configuration. It has requested the first view when it resolves, so
 * that the page finds it ready. Throws `PreviewError` if Prometheus cannot be queried at all.
 */
export async function startPreview(
  { config, prometheus }: Readonly<{ config: Config; prometheus: Prometheus }>,
  { port, spanSeconds, to, now, listMutes = () => [] }: PreviewOptions,
): Promise<Preview> {
  const { fleet, maintenance } = config;
  const answerer = createAnswerer(prometheus, fleet, {
    links: findPageLinks(config),
    findMuted: at => listMuted({ mutes: listMutes(), maintenance }, at),
  });
  const end = to ?? now();
  const parameters = new URLSearchParams({ to: String(end), span: String(spanSeconds) });
  const request = parseRequest(parameters, now());
  if ('refused' in request) throw new PreviewError('bad-argument', `--from: ${request.refused}`);
  const [assets, first] = await Promise.all([
    loadAssets(),
    lastLine(send => answerer.answer(request, { now: now(), send })),
  ]);
  if (first?.kind === 'failure' && first.code !== 'no-data') {
    throw new PreviewError('source-silent', first.message);
  }
  const settings = { service: config.service, to: to ?? null, spanSeconds };
  return servePreview({ assets, settings, answerer, now }, port);
}

async function lastLine(
  ask: (send: (line: AnswerLine) => void) => Promise<void>,
): Promise<AnswerLine | undefined> {
  let last: AnswerLine | undefined;
  await ask(line => {
    last = line;
  });
  return last;
}
