import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Builder, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../../testing/local-server.ts';
import type { WebKitPrograms } from '../support/webkit.ts';

/** For a start or an end of a program. */
const TIMEOUT_MS = 8_000;

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
};

/** A screen without a monitor. */
export class Display {
  private constructor(
    private readonly process: ChildProcess,
    /** As `DISPLAY` names it. */
    readonly name: string,
  ) {}

  static async start({ display }: WebKitPrograms): Promise<Display> {
    const arguments_ = ['-displayfd', '1', '-screen', '0', '1440x1200x24', '-nolisten', 'tcp'];
    const child = spawn(display, arguments_, { stdio: ['ignore', 'pipe', 'ignore'] });
    // It takes a number that is free, and says which.
    const lines = createInterface({ input: child.stdout });
    const [number] = (await once(lines, 'line', { signal: AbortSignal.timeout(TIMEOUT_MS) })) as [string];
    return new Display(child, `:${number}`);
  }

  stop(): Promise<void> {
    return stop(this.process);
  }
}

/** How the browser is set up. */
export interface BrowserSetting {
  /** The system's locale, from which WebKitGTK takes the reader's language. */
  locale: string;
  timezone: string;
  /** More arguments for the browser. */
  flags: readonly string[];
}

/** WebKitGTK's own browser, with its driver, on a display. */
export class Browser {
  private constructor(
    private readonly process: ChildProcess,
    readonly driver: WebDriver,
    readonly setting: BrowserSetting,
    /** Folder of all that it writes. */
    private readonly directory: string,
  ) {}

  static async start(programs: WebKitPrograms, display: Display, setting: BrowserSetting): Promise<Browser> {
    try {
      return await Browser.tryToStart(programs, display, setting);
    } catch {
      // About once in a hundred starts the browser ends before its driver has found it, and the driver waits for ever.
      return Browser.tryToStart(programs, display, setting);
    }
  }

  private static async tryToStart(
    { driver: program }: WebKitPrograms,
    display: Display,
    setting: BrowserSetting,
  ): Promise<Browser> {
    const { locale, timezone, flags } = setting;
    const directory = mkdtempSync(join(tmpdir(), 'portal-webkit-'));
    const downloads = join(directory, 'downloads');
    const settings = join(directory, 'config');
    for (const folder of [downloads, settings]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(settings, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
    const port = await freePort();
    const child = spawn(program, [`--port=${port}`], {
      env: {
        ...process.env,
        DISPLAY: display.name,
        // Not on the screen of whoever runs the tests under Wayland.
        GDK_BACKEND: 'x11',
        LC_ALL: locale,
        TZ: timezone,
        HOME: directory,
        XDG_CONFIG_HOME: settings,
        XDG_CACHE_HOME: join(directory, 'cache'),
        XDG_DATA_HOME: join(directory, 'data'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, for `end`.
      detached: true,
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    try {
      return await inTime(async () => {
        await answering(port, child);
        const driver = await new Builder()
          .usingServer(`http://127.0.0.1:${port}`)
          .withCapabilities({
            browserName: 'MiniBrowser',
            'webkitgtk:browserOptions': { args: ['--automation', ...flags] },
          })
          .build();
        return new Browser(child, driver, setting, directory);
      });
    } catch (error) {
      end(child, directory);
      throw new Error(`WebKit did not start: ${said}`, { cause: error });
    }
  }

  /** Folder that downloads go to. */
  get downloads(): string {
    return join(this.directory, 'downloads');
  }

  /** Puts an empty window in place of all that there are, and forgets what was downloaded. */
  async renew(): Promise<void> {
    const windows = await this.driver.getAllWindowHandles();
    await this.driver.switchTo().newWindow('window');
    const fresh = await this.driver.getWindowHandle();
    for (const window of windows) {
      await this.driver.switchTo().window(window);
      await this.driver.close();
    }
    await this.driver.switchTo().window(fresh);
    for (const file of readdirSync(this.downloads)) rmSync(join(this.downloads, file));
  }

  async stop(): Promise<void> {
    try {
      await inTime(() => this.driver.quit());
    } finally {
      end(this.process, this.directory);
    }
  }
}

/** Ends a driver with all that it started: the browser's processes outlive it for a while, and write into their folder. */
const end = ({ pid }: ChildProcess, directory: string): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // They are gone already.
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
};

/** What it comes to, unless it takes too long. */
const inTime = async <T>(work: () => Promise<T>): Promise<T> => {
  const done = new AbortController();
  const tooLate = pause(TIMEOUT_MS, undefined, { signal: done.signal }).then(() => {
    throw new Error(`not done within ${TIMEOUT_MS} ms`);
  });
  // The one that is not waited for any more ends without a word.
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([work(), tooLate]);
  } finally {
    done.abort();
  }
};

/** Waits until the driver listens. */
const answering = async (port: number, child: ChildProcess): Promise<void> => {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null) throw error;
      await pause(20);
    }
  }
};
