/** What the server was started with. */
export async function askSettings() {
  const response = await fetch('/api/settings');
  return await response.json();
}
/** Asks for a picture; progress is told on the way. Throws where the server does not answer. */
export async function askDashboard(parameters, { signal, onProgress }) {
  const response = await fetch(`/api/dashboard?${parameters}`, { signal });
  if (!response.ok || response.body === null) throw new Error((await response.text()).trim());
  for await (const line of linesOf(response.body)) {
    const answer = JSON.parse(line);
    if (answer.kind !== 'progress') return answer;
    onProgress(answer.share);
  }
  throw new Error('The answer broke off.');
}
async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter(line => line !== '');
  }
  if (rest !== '') yield rest;
}
