import { fileURLToPath } from 'node:url';

/** Folder of the release build: the one that `PORTAL_DIST` names, or else `dist/`. */
export const DIST = process.env['PORTAL_DIST'] ?? fileURLToPath(new URL('../dist', import.meta.url));
