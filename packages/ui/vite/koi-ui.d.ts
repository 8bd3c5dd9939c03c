import type { Plugin } from 'vite';

/** Gives a page `/theme.js` (sets the theme before the first paint) and `/koi.svg` (the favicon). */
export function koiUi(): Plugin;
