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

/** An address where nobody listens. */
export const refusedAddress = async (): Promise<string> => {
  const server = createServer();
  await listen(server);
  const address = hostOf(server);
  await close(server);
  return address;
};

/** An answer that the emulator would not give. */
export interface OddAnswer {
  /** Heads of answers that come before this one, such as 103, as they go over the wire. */
  before?: string[];
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
  /** Headers that come after the body. */
  trailers?: Record<string, string>;
}

const answerOddly = (response: ServerResponse, { before = [], status, headers, body, trailers }: OddAnswer): void => {
  for (const head of before) response.socket?.write(`${head}\r\n\r\n`);
  response.writeHead(status, { ...headers, ...(trailers && { trailer: Object.keys(trailers).join(', ') }) });
  if (trailers) response.addTrailers(trailers);
  response.end(body);
};

/** The emulator as a proxy on the internet meets the service: over TLS, talkative, and now and then cut off. */
export class RecordingService {
  readonly requests: RecordedRequest[] = [];
  /** Headers to add to each answer. */
  extraHeaders: OutgoingHttpHeaders = {};
  /** Given to every request in place of the emulator's. */
  oddAnswer: OddAnswer | undefined;
  /** Requests of this method are recorded, and get no byte of answer. */
  cutMethod: string | undefined;

  /** File of its certificate. */
  readonly certificate: string;

  private readonly server: Server;

  private constructor(
    { certificate, key }: Certificate,
    private readonly serviceOrigin: string,
  ) {
    this.certificate = certificate;
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
    this.oddAnswer = undefined;
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
    if (this.oddAnswer !== undefined) {
      answerOddly(response, this.oddAnswer);
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
