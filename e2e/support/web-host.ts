import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../testing/local-server.ts';
import { canMakeCertificates, type Certificate, makeCertificate } from './certificate.ts';
import { buildImage, canRunContainers, type Image, inContainer, mount } from './container.ts';

/** Web servers that deploy/ has a file for, and the container, which is Caddy with another. */
export const WEB_HOSTS = ['nginx', 'caddy', 'container'] as const;
export type WebHostName = (typeof WEB_HOSTS)[number];

/** Where the page lies on the host: at the root, and in a folder. */
export const FOLDERS = ['/', '/tools/tokens/'] as const;

/** The service, as the proxy is told to find it. */
export interface Upstream {
  address: string;
  /** File of the certificate to trust. */
  certificate: string;
}

const REPOSITORY = new URL('../../', import.meta.url);
const DEPLOY = new URL('deploy/', REPOSITORY);
/** The system's own programs, or those that `tools/setup.sh hosts` unpacked. */
const PLACES = ['/', fileURLToPath(new URL('.tools/hosts/', REPOSITORY))];
const FILES: Record<WebHostName, readonly [program: string, ...modules: string[]]> = {
  nginx: [
    'usr/sbin/nginx',
    'usr/lib/nginx/modules/ngx_http_brotli_static_module.so',
    'usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so',
  ],
  caddy: ['usr/bin/caddy'],
  container: ['usr/bin/caddy'],
};
const START_TIMEOUT_MS = 10_000;

/** Program and modules of a web server, or undefined where it can't be run. */
export const findWebHost = (name: WebHostName): string[] | undefined =>
  canMakeCertificates() && (name !== 'container' || canRunContainers()) ? findFiles(name) : undefined;

const findFiles = (name: WebHostName): string[] | undefined =>
  PLACES.map((place) => FILES[name].map((file) => join(place, file))).find((files) => files.every((file) => existsSync(file)));

/** What an installation says in place of a line of deploy/: another line, or that one with something else in it. */
type Own = string | ((shipped: string) => string);

/**
 * Puts lines into a file of deploy/ where it says `# yours: NAME`: in place of that line, or of the one below if the mark has
 * a line to itself. A mark that is missing, there twice, or not filled in is an error, so that what is tested is what is shipped.
 */
export const fillIn = (text: string, lines: Record<string, Own>): string => {
  const left = new Map(Object.entries(lines));
  const filled: string[] = [];
  const source = text.split('\n');
  for (let at = 0; at < source.length; at++) {
    const line = source[at] ?? '';
    const [, before = '', name] = line.match(/^(.*?)# yours: ([^…]+)$/) ?? [];
    if (name === undefined) {
      filled.push(line);
      continue;
    }
    const replacement = left.get(name);
    if (replacement === undefined) throw new Error(`"# yours: ${name}" is not expected, or there twice`);
    left.delete(name);
    const shipped = before.trim() === '' ? (source[++at] ?? '') : before;
    filled.push(typeof replacement === 'string' ? replacement : replacement(shipped));
  }
  if (left.size > 0) throw new Error(`no line says "# yours: ${[...left.keys()].join(', ')}"`);
  return filled.join('\n');
};

/** Caddy listens before it has a certificate, so being connected is not enough. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false }, () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });

/** All that a web server needs to know to be started for a test. */
interface Setting {
  directory: string;
  root: string;
  logs: string;
  httpPort: number;
  httpsPort: number;
  upstream: Upstream;
  /** What this installation says otherwise, by the names of the marks. */
  own: Record<string, Own>;
}

type Command = { program: string; args: string[]; environment: NodeJS.ProcessEnv };

const deployed = (file: string): string => readFileSync(new URL(file, DEPLOY), 'utf8');

const asShipped = (line: string): string => line;

/** Around the shipped file, what the distribution's own nginx.conf would say. */
const prepareNginx = (setting: Setting, [program = '', ...modules]: string[], { certificate, key }: Certificate): Command => {
  const { directory, root, logs, httpPort, httpsPort, upstream, own } = setting;
  const site = join(directory, 'site.conf');
  const second = join(directory, 'second.conf');
  const main = join(directory, 'nginx.conf');
  const inFolder = (line: string): string => line.replace('/var/log/nginx', logs);
  const filled = fillIn(deployed('nginx.conf'), {
    service: `set $portal_service ${upstream.address};`,
    resolver: asShipped,
    // Tests ask faster than people do.
    limit: (line) => line.replace('20r/s', '1000r/s'),
    'load balancer': asShipped,
    reports: asShipped,
    http: `listen 127.0.0.1:${httpPort};`,
    'http on IPv6': '',
    'name for http': 'server_name localhost;',
    https: `listen 127.0.0.1:${httpsPort} ssl http2;`,
    'https on IPv6': '',
    name: 'server_name localhost;',
    certificate: `ssl_certificate ${certificate};`,
    "certificate's key": `ssl_certificate_key ${key};`,
    files: `root ${root};`,
    log: inFolder,
    'log of errors': inFolder,
    "log of http's errors": inFolder,
    authorities: `proxy_ssl_trusted_certificate ${upstream.certificate};`,
    'allow list': asShipped,
    ...own,
  });
  writeFileSync(site, filled);
  // Another page on the same nginx, by the advice at the file's top.
  const renamed = filled.replaceAll('portal_', 'second_').replaceAll('server_name localhost', 'server_name second.example');
  writeFileSync(second, renamed);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${join(directory, what)};`,
  );
  writeFileSync(
    main,
    [
      ...modules.map((module) => `load_module ${module};`),
      // One process, which reads the page's files as whoever runs the tests.
      ...['daemon off;', 'master_process off;', `pid ${join(directory, 'pid')};`, 'events {}', 'http {'],
      ...[...temporary, `include ${site};`, `include ${second};`, '}', ''],
    ].join('\n'),
  );
  return { program, args: ['-p', directory, '-c', main, '-e', join(logs, 'error.log')], environment: process.env };
};

/** What any Caddyfile of deploy/ says otherwise in a test. */
const forCaddy = ({ httpPort, httpsPort, upstream }: Setting, { certificate, key }: Certificate): Record<string, Own> => ({
  options: `admin off\nskip_install_trust\ndefault_bind 127.0.0.1\nhttp_port ${httpPort}\nhttps_port ${httpsPort}`,
  name: 'localhost {',
  // Its own would take longer, and now and then Caddy 2.6 tidies its folder away while it makes one.
  "certificate, where it isn't to get one": `tls ${certificate} ${key}`,
  reports: asShipped,
  service: `reverse_proxy https://${upstream.address} {`,
  authorities: `tls_trusted_ca_certs ${upstream.certificate}`,
});

const prepareCaddy = (setting: Setting, [program = '']: string[], certificate: Certificate): Command => {
  const { directory, root, own } = setting;
  const file = join(directory, 'Caddyfile');
  writeFileSync(
    file,
    fillIn(deployed('Caddyfile'), {
      ...forCaddy(setting, certificate),
      'name for http': (line) => line.replace('tokens.example.com', 'localhost'),
      files: `root * ${root}`,
      ...own,
    }),
  );
  // Where it keeps what it knows.
  const environment = { ...process.env, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  return { program, args: ['run', '--adapter', 'caddyfile', '--config', file], environment };
};

let image: Image | undefined;

/** The container's image, built once for all that a worker starts. */
export const builtImage = (): Image => {
  const [caddy] = findWebHost('container') ?? [];
  if (caddy === undefined) throw new Error('no container: run tools/setup.sh hosts');
  image ??= buildImage(caddy);
  return image;
};

/** The image's files, with what an installation mounts. */
const prepareContainer = (setting: Setting, _: string[], { certificate, key }: Certificate): Command => {
  const { config, files: shipped } = builtImage();
  const files = containerFiles(setting.directory);
  // The page is there already, in each of the folders.
  cpSync(shipped, files, { recursive: true, force: false, verbatimSymlinks: true });
  const inside = {
    certificate: mount(files, certificate, '/mounted/certificate'),
    key: mount(files, key, '/mounted/key'),
  };
  const { address, certificate: authorities } = setting.upstream;
  const upstream = { address, certificate: mount(files, authorities, '/mounted/authorities') };
  const file = join(files, 'etc/caddy/Caddyfile');
  const filled = fillIn(readFileSync(file, 'utf8'), {
    ...forCaddy({ ...setting, upstream }, inside),
    files: asShipped,
    ...setting.own,
  });
  writeFileSync(file, filled);
  const [program, args] = inContainer(files, config, config.Cmd);
  return { program, args, environment: process.env };
};

const containerFiles = (directory: string): string => join(directory, 'container');

const PREPARE: Record<WebHostName, (setting: Setting, files: string[], certificate: Certificate) => Command> = {
  nginx: prepareNginx,
  caddy: prepareCaddy,
  container: prepareContainer,
};

/** A real web server with the file that deploy/ has for it, serving the release build in front of the service. */
export class WebHost {
  private constructor(
    private readonly setting: Setting,
    private readonly process: ChildProcess,
  ) {}

  /** Starts it with a copy of the page in each of the folders; `own` is what the file of deploy/ says otherwise, by its marks. */
  static async start(name: WebHostName, page: string, upstream: Upstream, own: Record<string, Own> = {}): Promise<WebHost> {
    const directory = mkdtempSync(join(tmpdir(), `portal-${name}-`));
    try {
      const [httpPort, httpsPort] = [await freePort(), await freePort()];
      const root = name === 'container' ? join(containerFiles(directory), 'srv') : join(directory, 'www');
      const logs = join(directory, 'logs');
      return await WebHost.startIn({ directory, root, logs, httpPort, httpsPort, upstream, own }, name, page);
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  private static async startIn(setting: Setting, name: WebHostName, page: string): Promise<WebHost> {
    const files = findWebHost(name);
    if (files === undefined) throw new Error(`no ${name}: run tools/setup.sh hosts`);
    const { directory, root, logs, httpsPort } = setting;
    for (const folder of FOLDERS) {
      cpSync(page, join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, 'config.json'), JSON.stringify({ apiBase: '/gcore' }));
    }
    mkdirSync(logs);
    const certificate = await makeCertificate(directory, 'localhost');
    const { program, args, environment } = PREPARE[name](setting, files, certificate);
    const output = openSync(join(logs, 'output.log'), 'a');
    const child = spawn(program, args, { env: environment, stdio: ['ignore', output, output] });
    closeSync(output);
    const host = new WebHost(setting, child);
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(httpsPort))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        const said = host.readLogs();
        await host.stop();
        throw new Error(`${name} did not start:\n${said}`);
      }
      await pause(20);
    }
    return host;
  }

  get origin(): string {
    return `https://localhost:${this.setting.httpsPort}`;
  }

  get plainOrigin(): string {
    return `http://localhost:${this.setting.httpPort}`;
  }

  /** File of its certificate. */
  get certificate(): string {
    return join(this.setting.directory, 'localhost.crt');
  }

  /** The folder that it serves. */
  get root(): string {
    return this.setting.root;
  }

  /** The folder of its logs. */
  get logs(): string {
    return this.setting.logs;
  }

  /** Everything it has written to any log so far. */
  readLogs(): string {
    return readdirSync(this.setting.logs)
      .map((name) => readFileSync(join(this.setting.logs, name), 'utf8'))
      .join('\n');
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const exited = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await exited;
    }
    rmSync(this.setting.directory, { recursive: true, force: true });
  }
}
