/** US dollars as people read them, such as `$1,234.50`; cents are rounded. */
export function formatUsd(usd: number): string {
  return format.format(usd);
}

const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
