/** What the browser remembers for this page; nothing where it must not. */
export function recall(name) {
  try {
    return localStorage.getItem(`jobwatch-${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}
/** Keeps a choice for the next visit, where the browser lets us. */
export function remember(name, value) {
  try {
    localStorage.setItem(`jobwatch-${name}`, value);
  } catch {
    // a private window: the choice holds as long as the page
  }
}
