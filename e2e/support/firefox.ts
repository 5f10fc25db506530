import { findProgram } from '../../testing/programs.ts';

const NAMES = ['firefox-esr', 'firefox'];

/** The browser that `FIREFOX` names, or else the system's; undefined where there is none, which CI does not accept. */
export const findFirefox = (): string | undefined => {
  const named = process.env['FIREFOX'];
  const found = (named ? [named] : NAMES).map(findProgram).find((path) => path !== undefined);
  if (found) return found;
  if (named) throw new Error(`FIREFOX names ${named}, which is not an executable`);
  if (process.env['CI'] !== undefined) {
    throw new Error('no Firefox on PATH: run `make test-firefox` as root, or name one with FIREFOX=');
  }
  return undefined;
};
