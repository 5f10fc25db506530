import { DIST } from '../../testing/dist.ts';
import { Emulator } from '../../testing/emulator.ts';
import { PortalServer } from './portal-server.ts';

/** A portal and the service behind it, for one test alone. */
export interface Portal {
  server: PortalServer;
  emulator: Emulator;
  /** Address of the page. */
  url: string;
}

type Places = { portalOrigin: string; emulatorOrigin: string };

export interface PortalSetting {
  /**
   * What `config.json` says besides `apiBase`, which is this portal's own `/gcore` unless given; a string is sent as it is,
   * null leaves the file out.
   */
  config?: Record<string, unknown> | string | null | ((places: Places) => Record<string, unknown>);
  /** More arguments for the emulator. */
  emulatorArgs?: readonly string[] | ((places: Pick<Places, 'portalOrigin'>) => readonly string[]);
  /** Folder of the host in which the page lies, with slashes at both ends. */
  mount?: string;
  /** Lets the page call the emulator directly, on its other origin. */
  crossOrigin?: boolean;
}

/** Starts both, on ports of their own. */
export const startPortal = async ({
  config = {},
  emulatorArgs = [],
  mount = '/',
  crossOrigin = false,
}: PortalSetting = {}): Promise<Portal> => {
  // The emulator may have to know the portal's origin, and the portal's policy the emulator's.
  const connectTo: string[] = [];
  const server = await PortalServer.start({ directory: DIST, mount, connectTo });
  const portalOrigin = server.origin;
  const emulator = await Emulator.start(typeof emulatorArgs === 'function' ? emulatorArgs({ portalOrigin }) : emulatorArgs);
  server.serviceOrigin = emulator.origin;
  if (crossOrigin) connectTo.push(emulator.origin);
  const content = typeof config === 'function' ? config({ portalOrigin, emulatorOrigin: emulator.origin }) : config;
  server.config =
    content === null
      ? undefined
      : typeof content === 'string'
        ? content
        : JSON.stringify({ apiBase: '/gcore', ...content }, null, 2);
  return { server, emulator, url: server.url };
};

export const stopPortal = async ({ server, emulator }: Portal): Promise<void> => {
  await Promise.all([server.stop(), emulator.stop()]);
};
