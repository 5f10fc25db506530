import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = process.env['PORTAL_RELEASE'] ?? fileURLToPath(new URL('../release', import.meta.url));

/** The archive that `make release` has made, in release/ or in the folder that `PORTAL_RELEASE` names. */
export const findArchive = (): string => {
  const names = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.tar.gz')) : [];
  if (names.length !== 1) throw new Error(`${names.length} archives in ${FOLDER}: run make release`);
  return join(FOLDER, names[0] ?? '');
};

/** The same unpacked, which is the container image's context. */
export const findUnpacked = (): string => {
  const archive = findArchive();
  return join(dirname(archive), basename(archive, '.tar.gz'));
};
