import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (name: string): string | undefined =>
  isAbsolute(name)
    ? [name].find(isProgram)
    : (process.env['PATH'] ?? '')
        .split(delimiter)
        .map((directory) => join(directory, name))
        .find(isProgram);

/** The browser that `CHROMIUM` names, or else the system's. */
export const findChromium = (): string => {
  const named = process.env['CHROMIUM'];
  const names = named ? [named] : NAMES;
  const found = names.map(onPath).find((path) => path !== undefined);
  if (!found) {
    throw new Error(
      named ? `CHROMIUM names ${named}, which is no program` : 'no Chromium on PATH: run `make test-browser`, or name one with CHROMIUM=',
    );
  }
  return found;
};

/** Keeps the browser off the network but for the page under test. Chromium's sandbox refuses to run as root. */
export const chromiumFlags = (): string[] => [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
