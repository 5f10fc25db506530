import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where the program of this name or path is, if there is one. */
export const findProgram = (name: string): string | undefined =>
  isAbsolute(name)
    ? [name].find(isProgram)
    : (process.env['PATH'] ?? '')
        .split(delimiter)
        .map((directory) => join(directory, name))
        .find(isProgram);
