type Remembered = 'theme' | 'refresh';

/** What the browser remembers for this page; nothing if it is not allowed to. */
export function recall(name: Remembered): string | undefined {
  try {
    return localStorage.getItem(`jobwatch-${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a choice for the next visit, if the browser allows it. */
export function remember(name: Remembered, value: string): void {
  try {
    localStorage.setItem(`jobwatch-${name}`, value);
  } catch {
    // a private window: the choice lasts as long as the page
  }
}
