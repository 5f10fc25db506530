import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { close, hostOf, listen, readBody } from '../../testing/local-server.ts';
import type { Certificate } from './certificate.ts';
import type { ApiRequest } from './portal-server.ts';

/** A request as it arrived, and the host name that the connection was opened for. */
export interface RecordedRequest extends ApiRequest {
  serverName: string | false | null;
}

/** What the service says about itself as a website, and a proxy has to keep to itself. */
export const CHATTER: OutgoingHttpHeaders = {
  'access-control-allow-origin': '*',
  'alt-svc': 'h3=":443"',
  'cache-control': 'public, max-age=600',
  'content-security-policy': "default-src 'unsafe-inline'",
  expires: 'Thu, 01 Jan 2099 00:00:00 GMT',
  'set-cookie': ['session=1; Path=/', 'tracking=2; Path=/'],
  'strict-transport-security': 'max-age=1',
  'www-authenticate': 'Basic realm="service"',
  'x-frame-options': 'SAMEORIGIN',
  'x-powered-by': 'service',
};

/** An address where nobody listens. */
export const refusedAddress = async (): Promise<string> => {
  const server = createServer();
  await listen(server);
  const address = hostOf(server);
  await close(server);
  return address;
};

/** The emulator as a proxy on the internet meets the service: over TLS, talkative, and now and then cut off. */
export class RecordingService {
  readonly requests: RecordedRequest[] = [];
  /** Headers to add to each answer. */
  extraHeaders: OutgoingHttpHeaders = {};
  /** Requests of this method are recorded, and get no byte of answer. */
  cutMethod: string | undefined;

  private readonly server: Server;

  private constructor(
    { certificate, key }: Certificate,
    private readonly serviceOrigin: string,
  ) {
    const files = { cert: readFileSync(certificate), key: readFileSync(key) };
    this.server = createServer(files, (request, response) => {
      this.serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(certificate: Certificate, serviceOrigin: string): Promise<RecordingService> {
    const service = new RecordingService(certificate, serviceOrigin);
    await listen(service.server);
    return service;
  }

  /** Address and port, as a proxy connects to it. */
  get address(): string {
    return hostOf(this.server);
  }

  /** The requests of this method that arrived. */
  received(method: string): RecordedRequest[] {
    return this.requests.filter((request) => request.method === method);
  }

  /** Forgets what an earlier test asked of it. */
  reset(): void {
    this.requests.length = 0;
    this.extraHeaders = {};
    this.cutMethod = undefined;
  }

  stop(): Promise<void> {
    return close(this.server);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { method = 'GET', url: path = '/', headers } = request;
    this.requests.push({ method, path, headers, body: body.toString(), serverName: (request.socket as TLSSocket).servername });
    if (method === this.cutMethod) {
      response.destroy();
      return;
    }
    const { hostname, port } = new URL(this.serviceOrigin);
    const outgoing = httpRequest({ hostname, port, method, path, headers }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, { ...incoming.headers, ...this.extraHeaders });
      incoming.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    outgoing.end(body);
  }
}
