import { applyRememberedTheme } from './theme.ts';

// runs before the first paint, so that a remembered theme does not flash
applyRememberedTheme();
