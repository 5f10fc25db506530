import { findProgram } from '../../testing/programs.ts';

/** WebKitGTK's driver, which knows where its browser is, and a screen for it that nobody has to look at. */
export interface WebKitPrograms {
  driver: string;
  display: string;
}

/** The system's; undefined where one of them is missing, which CI does not accept. */
export const findWebKit = (): WebKitPrograms | undefined => {
  const [driver, display] = [findProgram('WebKitWebDriver'), findProgram('Xvfb')];
  if (driver && display) return { driver, display };
  if (process.env['CI'] !== undefined) throw new Error('no WebKitWebDriver or no Xvfb on PATH: run `make test-webkit` as root');
  return undefined;
};
