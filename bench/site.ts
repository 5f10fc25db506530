import { createServer, request as askService, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { close, CONTENT_TYPES, hostOf, listen } from '../testing/local-server.ts';
import { brotli, isPartOfPage } from '../tools/compression.mjs';
import type { Contestant } from './contestants.ts';

const API_PREFIX = '/gcore';

const pathOf = (folder: string, name: string): string => folder + (name === 'index.html' ? '' : name);

/** One server for all: every file compressed beforehand in the same way, under the same headers, from memory. */
export class Site {
  /** Answers of its own in place of the service's, by method and path. */
  readonly answers = new Map<string, string>();
  /** Files that were asked for and aren't there. */
  readonly missing: string[] = [];

  private readonly bodies = new Map<string, { body: Buffer; type: string }>();
  private readonly server: Server;

  private constructor(
    contestants: readonly Contestant[],
    private readonly service: URL | undefined,
  ) {
    for (const { folder, files } of contestants) {
      for (const [name, content] of files) {
        const type = CONTENT_TYPES[extname(name)];
        if (type === undefined) throw new Error(`${folder}${name} is of no known type`);
        this.bodies.set(pathOf(folder, name), { body: brotli(content), type });
      }
    }
    this.server = createServer((request, response) => this.serve(request, response));
  }

  /** `service` is the origin behind `/gcore`, for pages that ask it something. */
  static async start(contestants: readonly Contestant[], service?: string): Promise<Site> {
    const site = new Site(contestants, service === undefined ? undefined : new URL(service));
    await listen(site.server);
    return site;
  }

  get origin(): string {
    return `http://${hostOf(this.server)}`;
  }

  url({ folder, fragment = '' }: Contestant): string {
    return this.origin + folder + fragment;
  }

  /** Bytes in brotli of all that a page is made of, whenever it asks for it. */
  weight({ folder, files }: Contestant): number {
    return [...files.keys()]
      .filter(isPartOfPage)
      .reduce((sum, name) => sum + this.bodies.get(pathOf(folder, name))!.body.length, 0);
  }

  stop(): Promise<void> {
    return close(this.server);
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    if (this.service && path.startsWith(`${API_PREFIX}/`)) {
      const answer = this.answers.get(`${request.method} ${path.slice(API_PREFIX.length)}`);
      if (answer !== undefined) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
        return;
      }
      this.passOn(this.service, path.slice(API_PREFIX.length), request, response);
      return;
    }
    const file = this.bodies.get(path);
    if (!file) {
      this.missing.push(path);
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        'content-type': file.type,
        'content-encoding': 'br',
        'content-length': file.body.length,
        'cache-control': 'no-cache',
      })
      .end(file.body);
  }

  private passOn(service: URL, path: string, request: IncomingMessage, response: ServerResponse): void {
    const { method, headers } = request;
    const options = { method, headers: { ...headers, host: service.host } };
    const outgoing = askService(new URL(path, service), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    request.pipe(outgoing);
  }
}
