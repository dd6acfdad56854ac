/** Formats US dollars such as `$1,234.50`, rounded to cents. */
export function formatUsd(usd: number): string {
  return format.format(usd);
}

const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
