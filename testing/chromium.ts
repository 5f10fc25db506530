import { findProgram } from './programs.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The browser that `CHROMIUM` names, or else the system's. */
export const findChromium = (): string => {
  const named = process.env['CHROMIUM'];
  const names = named ? [named] : NAMES;
  const found = names.map(findProgram).find((path) => path !== undefined);
  if (!found) {
    throw new Error(
      named
        ? `CHROMIUM=${named} is not an executable`
        : 'no Chromium on PATH: run `make test-browser`, or name one with CHROMIUM=',
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
