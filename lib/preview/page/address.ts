/** What the page's address contains: range and refresh in seconds, and a zoomed range. */
export type Address = Readonly<{
  range?: number;
  refresh?: number;
  zoom?: Readonly<{ from: number; to: number }>;
}>;

/** Reads what an earlier choice or a link put into the address; invalid values are ignored. */
export function readAddress(search: string): Address {
  const parameters = new URLSearchParams(search);
  const read = (name: string) => readWhole(parameters.get(name));
  const [range, refresh, from, to] = ['range', 'refresh', 'from', 'to'].map(read);
  return {
    ...(range === undefined || range < 60 ? {} : { range }),
    ...(refresh === undefined ? {} : { refresh }),
    ...(from === undefined || to === undefined || from >= to ? {} : { zoom: { from, to } }),
  };
}

function readWhole(text: string | null): number | undefined {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** The address's parameters, in the order in which people read them. */
export function formatAddress({ range, refresh, zoom }: Address): string {
  const parameters = new URLSearchParams();
  if (range !== undefined) parameters.set('range', String(range));
  if (refresh !== undefined) parameters.set('refresh', String(refresh));
  if (zoom !== undefined) {
    parameters.set('from', String(zoom.from));
    parameters.set('to', String(zoom.to));
  }
  return `?${parameters}`;
}
