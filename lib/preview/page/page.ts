import type { Dashboard, DashboardFailure, PageSettings } from '../dashboard.ts';
import { showAlarms } from './alarm-table.ts';
import { askDashboard, askSettings } from './ask.ts';
import { createChart, type LiveChart } from './chart.ts';
import { type Choice, connectControls, showSpan } from './controls.ts';
import { byId, element } from './dom.ts';
import { buildFrames, type Frame, listSizes, region } from './frames.ts';
import { drawGauge } from './gauge.ts';
import { formatLength } from './numbers.ts';
import { watchOverflow } from './overflow.ts';
import { showFailure, showHealth, titlePage } from './status.ts';
import { currentTheme } from './theme.ts';

const grid = byId('grid');
const frames = buildFrames(grid);
const alarms = byId('alarms');
// it scrolls, so the keyboard must be able to reach it
for (const [name, value] of Object.entries(region('Alarms in this time: list'))) {
  alarms.setAttribute(name, String(value));
}
const overflow = watchOverflow([
  ...frames.flatMap(({ body, legend, panel }) =>
    [panel.widget === 'custom' ? body : undefined, legend].filter(part => part !== undefined),
  ),
  alarms,
]);

type State = {
  choice: Choice;
  picture: Dashboard | undefined;
  asking: AbortController | undefined;
  timer: number | undefined;
};

void askSettings().then(start, () => showFailure(noServer(Date.now() / 1000)));

function start(settings: PageSettings): void {
  byId('service').textContent = settings.service;
  document.title = `${settings.service} · Background jobs`;
  const state: State = {
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

let failingSince: number | undefined;

async function takePicture(state: State, charts: readonly LiveChart[]): Promise<void> {
  state.asking?.abort();
  clearTimeout(state.timer);
  const asking = new AbortController();
  state.asking = asking;
  showLoading(state);
  const answer = await ask(state, asking.signal);
  if (asking.signal.aborted || answer === undefined) return;
  showProgress(undefined);
  if (answer.kind === 'dashboard') draw(state, charts, answer);
  else keepPicture(answer);
  const { refreshSeconds, to } = state.choice;
  if (refreshSeconds > 0 && to === null) {
    state.timer = setTimeout(() => {
      if (!document.hidden) void takePicture(state, charts);
    }, refreshSeconds * 1000);
  }
}

async function ask(
  { choice, picture }: State,
  signal: AbortSignal,
): Promise<Dashboard | DashboardFailure | undefined> {
  const parameters = new URLSearchParams({
    span: String(choice.spanSeconds),
    theme: currentTheme(),
    sizes: listSizes(frames),
    ...(choice.to === null ? {} : { to: String(choice.to) }),
  });
  // a refresh is quick, so only longer work needs a progress bar
  const isLong = picture === undefined || picture.to - picture.from < choice.spanSeconds;
  try {
    const onProgress = (share: number) => isLong && showProgress(share);
    const answer = await askDashboard(parameters, { signal, onProgress });
    failingSince = undefined;
    return answer;
  } catch {
    if (signal.aborted) return undefined;
    failingSince ??= Date.now() / 1000;
    return noServer(failingSince);
  }
}

function noServer(since: number): DashboardFailure {
  const message = 'The preview itself no longer answers: was it ended in its terminal?';
  return { kind: 'failure', code: 'no-server', message, since };
}

function draw(state: State, charts: readonly LiveChart[], picture: Dashboard): void {
  const theme = currentTheme();
  state.picture = picture;
  document.body.classList.remove('stale', 'loading');
  showHealth(picture);
  document.title = titlePage(picture);
  showSpan(picture, state.choice);
  for (const chart of charts) chart.update(picture, theme);
  for (const frame of frames) drawPanel(frame, picture);
  showAlarms(picture);
  overflow.update();
  byId('notes').replaceChildren(...listNotes(picture).map(text => element('p', {}, text)));
  document.body.dataset.drawn = String(picture.to);
}

function drawPanel(frame: Frame, { html, successRatePercent }: Dashboard): void {
  const { panel, body } = frame;
  const markup = html[panel.number];
  if (panel.kind === 'gauge') drawGauge(frame, successRatePercent);
  else if (markup !== undefined) showMarkup(body, markup);
}

/** The server's own markup, in which every text is escaped; the policy also forbids scripts. */
function showMarkup(body: HTMLElement, markup: string): void {
  const scrolled = body.scrollTop;
  body.innerHTML = markup;
  body.scrollTop = scrolled;
}

function listNotes({ notes, unknownMinutes }: Dashboard): string[] {
  const unknown =
    unknownMinutes === 0
      ? []
      : [`Prometheus has no data for ${formatLength(60 * unknownMinutes)} of this time.`];
  return [...unknown, ...notes];
}

/** A different time from the drawn one was chosen, so the old data must not look like it. */
function showLoading({ picture, choice }: State): void {
  if (picture === undefined) return;
  const isLength = picture.to - picture.from === choice.spanSeconds;
  if (isLength && (choice.to === null || choice.to === picture.to)) return;
  document.body.classList.add('loading');
  byId('span').textContent = `Reading ${formatLength(choice.spanSeconds)} …`;
}

function keepPicture(failure: DashboardFailure): void {
  document.body.classList.add('stale');
  showFailure(failure);
}

function showProgress(share: number | undefined): void {
  const bar = byId('progress') as HTMLProgressElement;
  bar.hidden = share === undefined || share >= 1;
  bar.value = share ?? 0;
}

function watchSize(onChange: () => void): void {
  let width = grid.clientWidth;
  let timer: number | undefined;
  new ResizeObserver(() => {
    if (grid.clientWidth === width) return;
    width = grid.clientWidth;
    clearTimeout(timer);
    timer = setTimeout(onChange, 120);
  }).observe(grid);
}
