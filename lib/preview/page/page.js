import { showAlarms } from './alarm-table.ts';
import { askDashboard, askSettings } from './ask.ts';
import { createChart } from './chart.ts';
import { connectControls, showSpan } from './controls.ts';
import { byId, element } from './dom.ts';
import { buildFrames, sizesOf } from './frames.ts';
import { drawGauge } from './gauge.ts';
import { showFailure, showStatus } from './status.ts';
import { currentTheme } from './theme.ts';

const grid = byId('grid');
const frames = buildFrames(grid);
void askSettings().then(start, () => showFailure(noServer(Date.now() / 1000)));
function start(settings) {
  byId('service').textContent = settings.service;
  document.title = `${settings.service} · Background jobs`;
  const state = {
    choice: { spanSeconds: settings.spanSeconds, to: settings.to, refreshSeconds: 30 },
    picture: undefined,
    asking: undefined,
    timer: undefined,
  };
  const refresh = () => void takePicture(state, charts);
  const controls = connectControls(settings, {
    onChoice: choice => {
      state.choice = choice;
      refresh();
    },
    onTheme: refresh,
    onRefresh: refresh,
  });
  const charts = frames
    .filter(({ panel }) => panel.kind === 'timeseries')
    .map(frame => createChart(frame, controls.zoom));
  watchSize(() => {
    for (const chart of charts) chart.resize();
    refresh();
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) refresh();
  });
  state.choice = controls.choice();
  refresh();
}
let failingSince;
async function takePicture(state, charts) {
  state.asking?.abort();
  clearTimeout(state.timer);
  const asking = new AbortController();
  state.asking = asking;
  const answer = await ask(state, asking.signal);
  if (asking.signal.aborted || answer === undefined) return;
  showProgress(undefined);
  if (answer.kind === 'dashboard') draw(state, charts, answer);
  else showTrouble(answer);
  const { refreshSeconds, to } = state.choice;
  if (refreshSeconds > 0 && to === null) {
    state.timer = setTimeout(() => {
      if (!document.hidden) void takePicture(state, charts);
    }, refreshSeconds * 1000);
  }
}
async function ask({ choice, picture }, signal) {
  const parameters = new URLSearchParams({
    span: String(choice.spanSeconds),
    theme: currentTheme(),
    sizes: sizesOf(frames),
    ...(choice.to === null ? {} : { to: String(choice.to) }),
  });
  // a refresh is quick; only what takes longer needs a bar
  const isLong = picture === undefined || picture.to - picture.from < choice.spanSeconds;
  try {
    const onProgress = share => isLong && showProgress(share);
    const answer = await askDashboard(parameters, { signal, onProgress });
    failingSince = undefined;
    return answer;
  } catch {
    if (signal.aborted) return undefined;
    failingSince ??= Date.now() / 1000;
    return noServer(failingSince);
  }
}
function noServer(since) {
  const message = 'The preview itself no longer answers: was it ended in its terminal?';
  return { kind: 'failure', code: 'no-server', message, since };
}
function draw(state, charts, picture) {
  const theme = currentTheme();
  state.picture = picture;
  document.body.classList.remove('stale');
  showStatus(picture);
  showSpan(picture, state.choice);
  for (const chart of charts) chart.update(picture, theme);
  for (const frame of frames) drawPanel(frame, picture);
  showAlarms(picture);
  byId('notes').replaceChildren(...notesOf(picture).map(text => element('p', {}, text)));
  document.body.dataset.drawn = String(picture.to);
}
function drawPanel(frame, { html, successRatePercent }) {
  const { panel, body } = frame;
  const markup = html[panel.number];
  if (panel.kind === 'gauge') drawGauge(frame, successRatePercent);
  else if (markup !== undefined) showMarkup(body, markup);
}
/** The server's own rendering, in which every text is escaped; the policy forbids scripts besides. */
function showMarkup(body, markup) {
  const scrolled = body.scrollTop;
  body.innerHTML = markup;
  body.scrollTop = scrolled;
}
function notesOf({ notes, unknownMinutes }) {
  const unknown =
    unknownMinutes === 0
      ? []
      : [`Prometheus knew nothing in ${unknownMinutes} minutes of this time.`];
  return [...unknown, ...notes];
}
function showTrouble(failure) {
  document.body.classList.add('stale');
  showFailure(failure);
}
function showProgress(share) {
  const bar = byId('progress');
  bar.hidden = share === undefined || share >= 1;
  bar.value = share ?? 0;
}
function watchSize(onChange) {
  let width = grid.clientWidth;
  let timer;
  new ResizeObserver(() => {
    if (grid.clientWidth === width) return;
    width = grid.clientWidth;
    clearTimeout(timer);
    timer = setTimeout(onChange, 120);
  }).observe(grid);
}
