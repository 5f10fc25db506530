import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { close, CONTENT_TYPES, hostOf, listen, readBody } from '../../testing/local-server.ts';

/** A request of the page that reached the API. */
export interface ApiRequest {
  method: string;
  /** As the service sees it: without the portal's `/gcore`. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** What goes wrong with it. */
  fault?: Fault;
  /** What the service itself said, whatever became of that on its way back; nothing where it was not asked. */
  said?: Required<ApiAnswer>;
}

/** An answer of the API. */
export interface ApiAnswer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

/** What goes wrong with a request. */
export type Fault =
  /** The service is not asked; this comes instead, as JSON unless the headers say otherwise. */
  | ({ kind: 'answer' } & ApiAnswer)
  /** The service acts, and something on the way changes what it says. */
  | { kind: 'rewrite'; change: (answer: Required<ApiAnswer>) => ApiAnswer }
  /** The service acts at once and its answer takes a while. */
  | { kind: 'delay'; milliseconds: number }
  /** The request takes a while to reach the service, which then acts and answers. */
  | { kind: 'late'; milliseconds: number }
  /** The service acts, and the connection ends in the middle of its answer. */
  | { kind: 'cut' }
  /** The connection ends before any answer, and the service is not asked. */
  | { kind: 'refuse' }
  /** The service is not asked, and the connection stays open without a word. */
  | { kind: 'silence' };

/** Which requests meet a fault; every property that is given has to match. */
export interface When {
  method?: string;
  path?: RegExp;
  /** How many of them, from the first on; all of them by default. */
  times?: number;
}

export interface PortalOptions {
  /** The release build. */
  directory: string;
  /** Folder of the host in which the page lies. */
  mount?: string;
  /** Origins besides its own that the policy lets the page call. */
  connectTo?: readonly string[];
}

const API_PREFIX = '/gcore';
const REPORT_PATH = '/policy-violation';
/** Where `initScripts` may tell of something: as the text behind the question mark. */
export const COMPLAINT_PATH = '/complaint';
const INIT_SCRIPT = 'init-script.js';

/** The strictest policy that a Leptos page can live with; a page that needs more fails its tests. */
const policy = (connectTo: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    ['connect-src', "'self'", ...connectTo].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    `report-uri ${REPORT_PATH}`,
  ].join('; ');

/**
 * A web server as an operator would run it, on a port of its own: the page's files under a strict policy, and the service
 * behind `/gcore`. It keeps what reached the service, and makes requests go wrong on demand.
 */
export class PortalServer {
  /** Requests that reached the API, in order; refused and unanswered ones count. */
  readonly apiRequests: ApiRequest[] = [];
  /** Those of which the answer, or what is left of it, is on its way. */
  private readonly answered = new Set<ApiRequest>();
  /** Called with each of them as it arrives. */
  onApiRequest: ((request: ApiRequest) => void) | undefined;
  /** Violations of the page's policy that the browser reported. */
  readonly violations: string[] = [];
  /** What the `initScripts` told. */
  readonly complaints: string[] = [];
  /** Scripts that run before the page's own, for a browser whose driver has no way to do so. */
  readonly initScripts: string[] = [];
  /** Body of `config.json`; undefined for none. */
  config: string | undefined;
  /** Origin of the service behind `/gcore`. */
  serviceOrigin: string | undefined;

  private readonly faults: { when: When; fault: Fault; left: number }[] = [];
  private readonly server: Server;
  private readonly mount: string;

  private constructor(private readonly options: PortalOptions) {
    this.mount = options.mount ?? '/';
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
  }

  static async start(options: PortalOptions): Promise<PortalServer> {
    if (!existsSync(join(options.directory, 'index.html'))) {
      throw new Error(`no page in ${options.directory}: run make dist`);
    }
    const portal = new PortalServer(options);
    await listen(portal.server);
    return portal;
  }

  get origin(): string {
    return `http://${hostOf(this.server)}`;
  }

  /** Address of the page. */
  get url(): string {
    return `${this.origin}${this.mount}`;
  }

  /** Makes the requests that match go wrong; the latest rule that matches wins. */
  fail(when: When, fault: Fault): void {
    this.faults.unshift({ when, fault, left: when.times ?? Number.POSITIVE_INFINITY });
  }

  /** Nothing goes wrong any more. */
  heal(): void {
    this.faults.length = 0;
  }

  /** The API requests so far that match. */
  requests({ method, path }: Omit<When, 'times'> = {}): ApiRequest[] {
    return this.apiRequests.filter(
      (request) => (method === undefined || request.method === method) && (path?.test(request.path) ?? true),
    );
  }

  /** Those among them that were answered. */
  answeredRequests(when: Omit<When, 'times'>): ApiRequest[] {
    return this.requests(when).filter((request) => this.answered.has(request));
  }

  stop(): Promise<void> {
    return close(this.server);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', 'http://portal.invalid');
    if (pathname === REPORT_PATH) {
      this.violations.push((await readBody(request)).toString());
      response.writeHead(204).end();
    } else if (pathname === COMPLAINT_PATH) {
      this.complaints.push(decodeURIComponent(search.slice(1)));
      response.writeHead(204).end();
    } else if (pathname === API_PREFIX || pathname.startsWith(`${API_PREFIX}/`)) {
      await this.serveApi(pathname.slice(API_PREFIX.length) + search, request, response);
    } else {
      this.serveFile(pathname, response);
    }
  }

  private serveFile(pathname: string, response: ServerResponse): void {
    const name = pathname.startsWith(this.mount) ? pathname.slice(this.mount.length) || 'index.html' : undefined;
    if (name === 'config.json') {
      if (this.config === undefined) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
      } else {
        response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache' }).end(this.config);
      }
      return;
    }
    if (name === INIT_SCRIPT) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(this.initScripts.join('\n'));
      return;
    }
    const file = name === undefined ? undefined : join(this.options.directory, normalize(`/${name}`));
    if (file === undefined || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
      return;
    }
    response.writeHead(200, {
      'content-type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy(this.options.connectTo ?? []),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': extname(file) === '.html' ? 'no-cache' : 'max-age=31536000, immutable',
    });
    if (name === 'index.html' && this.initScripts.length > 0) {
      response.end(readFileSync(file, 'utf8').replace('<head>', `<head><script src="${INIT_SCRIPT}"></script>`));
    } else {
      createReadStream(file).pipe(response);
    }
  }

  private async serveApi(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    const asked: ApiRequest = { method, path, headers: request.headers, body: body.toString() };
    const fault = this.takeFault(method, path);
    if (fault) asked.fault = fault;
    this.apiRequests.push(asked);
    this.onApiRequest?.(asked);
    response.on('close', () => this.answered.add(asked));

    switch (fault?.kind) {
      case 'answer':
        send(response, { status: fault.status, body: fault.body ?? '', headers: fault.headers ?? {} });
        return;
      case 'refuse':
        response.destroy();
        return;
      case 'silence':
        return;
      default:
    }

    if (fault?.kind === 'late') await pause(fault.milliseconds);
    const answer = await this.forward(method, path, request.headers, body);
    asked.said = answer;
    switch (fault?.kind) {
      case 'rewrite':
        send(response, fault.change(answer));
        return;
      case 'delay':
        setTimeout(() => send(response, answer), fault.milliseconds);
        return;
      case 'cut':
        response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
        response.write(answer.body.slice(0, Math.floor(answer.body.length / 2)), () => response.destroy());
        return;
      default:
        send(response, answer);
    }
  }

  private takeFault(method: string, path: string): Fault | undefined {
    const rule = this.faults.find(
      ({ when, left }) => left > 0 && (when.method === undefined || when.method === method) && (when.path?.test(path) ?? true),
    );
    if (rule) rule.left -= 1;
    return rule?.fault;
  }

  private forward(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Required<ApiAnswer>> {
    if (!this.serviceOrigin) throw new Error('this portal has no service behind it');
    const target = new URL(this.serviceOrigin);
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { host: target.hostname, port: target.port, method, path, headers: { ...headers, host: target.host } },
        (incoming) => {
          readBody(incoming).then((content) => {
            const kept = Object.entries(incoming.headers).filter(
              ([name]) => !['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'].includes(name),
            );
            resolve({
              status: incoming.statusCode ?? 502,
              body: content.toString(),
              headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
            });
          }, reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

const send = (response: ServerResponse, { status, body, headers }: ApiAnswer): void => {
  const type = body === undefined || body === '' ? {} : { 'content-type': 'application/json' };
  // Chromium sends a request again by itself, POST or not, when a kept connection ends without an answer. With no connection
  // kept, each request here is one of the page's own.
  response.writeHead(status, { ...type, ...headers, connection: 'close' }).end(body);
};
