import { byId, element } from './dom.ts';
import { recall, remember } from './memory.ts';
import { formatClock, formatDay, formatLength } from './numbers.ts';
import { toggleTheme } from './theme.ts';

/** The ranges that the original's document names, with the key that chooses each. */
const ranges = [
  [900, '15 min'],
  [3600, '1 h'],
  [21600, '6 h'],
  [86400, '24 h'],
  [604800, '7 d'],
];
const defaultRefresh = '30';
/** Wires the header and the keys: 1 to 5 for the ranges, r, t, Escape to leave a zoom. */
export function connectControls(settings, events) {
  const select = byId('refresh');
  select.value = recall('refresh') ?? defaultRefresh;
  if (settings.to !== null) {
    select.value = '0';
    select.disabled = true;
  }
  const inputs = buildRanges(settings);
  let zoomed;
  const choice = () => {
    const spanSeconds = Number(inputs.find(input => input.checked)?.value ?? settings.spanSeconds);
    const refreshSeconds = Number(select.value);
    if (zoomed === undefined) return { spanSeconds, to: settings.to, refreshSeconds };
    return { spanSeconds: zoomed.to - zoomed.from, to: zoomed.to, refreshSeconds };
  };
  const setZoom = zoom => {
    zoomed = zoom;
    byId('unzoom').hidden = zoom === undefined;
    events.onChoice(choice());
  };
  for (const input of inputs) input.addEventListener('change', () => setZoom(undefined));
  select.addEventListener('change', () => {
    remember('refresh', select.value);
    events.onChoice(choice());
  });
  const changeTheme = () => {
    toggleTheme();
    events.onTheme();
  };
  byId('theme').addEventListener('click', changeTheme);
  byId('now').addEventListener('click', events.onRefresh);
  byId('unzoom').addEventListener('click', () => setZoom(undefined));
  connectKeys({
    ...Object.fromEntries(inputs.map((input, index) => [String(index + 1), () => input.click()])),
    r: events.onRefresh,
    t: changeTheme,
    Escape: () => zoomed !== undefined && setZoom(undefined),
  });
  const zoom = (from, to) => {
    const end = Math.ceil(to / 60) * 60;
    setZoom({ from: Math.min(Math.floor(from / 60) * 60, end - 300), to: end });
  };
  return { choice, zoom };
}
/** The five ranges, and before them the command line's own where it is none of them. */
function buildRanges({ spanSeconds }) {
  const own = ranges.some(([seconds]) => seconds === spanSeconds)
    ? []
    : [[spanSeconds, formatLength(spanSeconds)]];
  const all = [...ranges, ...own];
  const labels = all.map(([seconds, text], index) => {
    const input = element('input', { type: 'radio', name: 'range', value: seconds });
    input.checked = seconds === spanSeconds;
    const label = element(
      'label',
      { title: `${text} (${index + 1})` },
      input,
      element('span', {}, text),
    );
    return { input, label };
  });
  byId('ranges').append(...labels.map(({ label }) => label));
  return labels.map(({ input }) => input);
}
function connectKeys(actions) {
  document.addEventListener('keydown', event => {
    const inField = event.target instanceof HTMLSelectElement;
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}
/** Says which time is shown, in UTC, and up to when it is known. */
export function showSpan({ from, to, stepSeconds }, { spanSeconds }) {
  const sameDay = formatDay(from) === formatDay(to);
  const start = sameDay ? formatClock(from) : `${formatDay(from)} ${formatClock(from)}`;
  const end = `${formatDay(to)} ${formatClock(to)}`;
  const text = sameDay ? `${formatDay(to)}, ${start} – ${formatClock(to)}` : `${start} – ${end}`;
  byId('span').textContent = `${text} UTC`;
  const step =
    stepSeconds === 60 ? 'a point a minute' : `the highest of every ${stepSeconds / 60} min`;
  byId('span').title = `${formatLength(spanSeconds)}, ${step}`;
}
