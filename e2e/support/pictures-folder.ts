import { fileURLToPath } from 'node:url';

/** Where pictures are put: into the documentation, or into the folder that PICTURES= names, to be looked at. */
export const PICTURES_FOLDER = process.env['PICTURES'] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
