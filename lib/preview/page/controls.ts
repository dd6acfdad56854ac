import type { Dashboard, PageSettings } from '../dashboard.ts';
import { type Address, formatAddress, readAddress } from './address.ts';
import { byId, element } from './dom.ts';
import { recall, remember } from './memory.ts';
import { formatClock, formatDay, formatLength } from './numbers.ts';
import { toggleTheme } from './theme.ts';

/** What the page shows: a range that ends now, or at `to` (Unix seconds), and how often it is refreshed. */
export type Choice = Readonly<{ spanSeconds: number; to: number | null; refreshSeconds: number }>;

type ControlEvents = Readonly<{
  onChoice: (choice: Choice) => void;
  onTheme: () => void;
  onRefresh: () => void;
}>;

/** The ranges of the original's documentation, with the key for each. */
const ranges = [
  [900, '15 min'],
  [3600, '1 h'],
  [21_600, '6 h'],
  [86_400, '24 h'],
  [604_800, '7 d'],
] as const;

const defaultRefresh = '30';

type Zoom = Readonly<{ from: number; to: number }>;

/** Wires the header and the keys: 1 to 5 for the ranges, r, t, Escape to leave a zoom. */
export function connectControls(settings: PageSettings, events: ControlEvents) {
  const select = byId('refresh') as HTMLSelectElement;
  const address = readAddress(location.search);
  chooseRefresh(select, address, settings);
  const inputs = buildRanges(settings, address.range ?? settings.spanSeconds);
  let zoomed: Zoom | undefined = address.zoom;
  byId('unzoom').hidden = zoomed === undefined;
  const choice = (): Choice => {
    const spanSeconds = Number(inputs.find(input => input.checked)?.value ?? settings.spanSeconds);
    const refreshSeconds = Number(select.value);
    if (zoomed === undefined) return { spanSeconds, to: settings.to, refreshSeconds };
    return { spanSeconds: zoomed.to - zoomed.from, to: zoomed.to, refreshSeconds };
  };
  const choose = () => {
    const range = Number(inputs.find(input => input.checked)?.value);
    const zoom = zoomed === undefined ? {} : { zoom: zoomed };
    const text = formatAddress({ range, refresh: Number(select.value), ...zoom });
    history.replaceState(null, '', `${text}${location.hash}`);
    events.onChoice(choice());
  };
  const setZoom = (zoom: Zoom | undefined) => {
    zoomed = zoom;
    byId('unzoom').hidden = zoom === undefined;
    choose();
  };
  for (const input of inputs) input.addEventListener('change', () => setZoom(undefined));
  select.addEventListener('change', () => {
    remember('refresh', select.value);
    choose();
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
  const zoom = (from: number, to: number) => {
    const end = Math.ceil(to / 60) * 60;
    setZoom({ from: Math.min(Math.floor(from / 60) * 60, end - 300), to: end });
  };
  return { choice, zoom };
}

/**
 * The address's choice, otherwise that of the last visit. A page that ends in the past is not
 * refreshed.
 */
function chooseRefresh(
  select: HTMLSelectElement,
  { refresh }: Address,
  settings: PageSettings,
): void {
  const wanted = String(refresh ?? recall('refresh') ?? defaultRefresh);
  const isOffered = [...select.options].some(({ value }) => value === wanted);
  select.value = isOffered ? wanted : defaultRefresh;
  if (settings.to === null) return;
  select.value = '0';
  select.disabled = true;
}

/** The five ranges, and then the command line's and the address's if they are different. */
function buildRanges({ spanSeconds }: PageSettings, chosen: number): HTMLInputElement[] {
  const known = ranges.map(([seconds]): number => seconds);
  const own = [...new Set([spanSeconds, chosen])].filter(seconds => !known.includes(seconds));
  const all = [...ranges, ...own.map(seconds => [seconds, formatLength(seconds)] as const)];
  const labels = all.map(([seconds, text], index) => {
    const input = element('input', { type: 'radio', name: 'range', value: seconds });
    input.checked = seconds === chosen;
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

function connectKeys(actions: Readonly<Record<string, () => unknown>>): void {
  document.addEventListener('keydown', event => {
    const inField = event.target instanceof HTMLSelectElement;
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}

/** Shows the time range, in UTC, and up to when it is known. */
export function showSpan({ from, to, stepSeconds }: Dashboard, { spanSeconds }: Choice): void {
  const sameDay = formatDay(from) === formatDay(to);
  const start = sameDay ? formatClock(from) : `${formatDay(from)} ${formatClock(from)}`;
  const end = `${formatDay(to)} ${formatClock(to)}`;
  const text = sameDay ? `${formatDay(to)}, ${start} – ${formatClock(to)}` : `${start} – ${end}`;
  byId('span').textContent = `${text} UTC`;
  const step =
    stepSeconds === 60 ? 'a point a minute' : `the highest of every ${stepSeconds / 60} min`;
  byId('span').title = `${formatLength(spanSeconds)}, ${step}`;
}
