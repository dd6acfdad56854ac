import type { AnswerLine, Dashboard, DashboardFailure, PageSettings } from '../dashboard.ts';

/** The server's start options. */
export async function askSettings(): Promise<PageSettings> {
  const response = await fetch('/api/settings');
  return (await response.json()) as PageSettings;
}

/** Requests the data of the page and reports progress. Throws if the server does not answer. */
export async function askDashboard(
  parameters: URLSearchParams,
  { signal, onProgress }: Readonly<{ signal: AbortSignal; onProgress: (share: number) => void }>,
): Promise<Dashboard | DashboardFailure> {
  const response = await fetch(`/api/dashboard?${parameters}`, { signal });
  if (!response.ok || response.body === null) throw new Error((await response.text()).trim());
  for await (const line of listLines(response.body)) {
    const answer = JSON.parse(line) as AnswerLine;
    if (answer.kind !== 'progress') return answer;
    onProgress(answer.share);
  }
  throw new Error('The answer was cut off.');
}

async function* listLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as never).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = (await reader.read()) as ReadableStreamReadResult<string>;
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter(line => line !== '');
  }
  if (rest !== '') yield rest;
}
