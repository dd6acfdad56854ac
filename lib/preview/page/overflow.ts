/**
 * Marks parts of the page that continue below the visible area, so that the stylesheet can show it.
 */
export function watchOverflow(parts: readonly HTMLElement[]): Readonly<{ update: () => void }> {
  const update = () => parts.forEach(mark);
  const observer = new ResizeObserver(update);
  for (const part of parts) {
    observer.observe(part);
    part.addEventListener('scroll', () => mark(part), { passive: true });
  }
  return { update };
}

function mark(part: HTMLElement): void {
  const below = part.scrollHeight - part.scrollTop - part.clientHeight;
  part.toggleAttribute('data-more', below > 12);
}
