import { connect, type IncomingHttpHeaders, type IncomingHttpStatusHeader, type OutgoingHttpHeaders } from 'node:http2';

/** A request as it goes over the wire: unlike fetch, nothing tidies the path or adds a header. */
export interface RawRequest {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Asks over HTTP/2, whoever signed the certificate. */
export const ask = async (origin: string, path: string, request: RawRequest = {}): Promise<RawAnswer> => {
  const { method = 'GET', headers = {}, body } = request;
  const session = connect(origin, { rejectUnauthorized: false });
  try {
    return await new Promise<RawAnswer>((resolve, reject) => {
      session.once('error', reject);
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const head = { ...headers, ...length, ':method': method, ':path': path };
      const stream = session.request(head, { endStream: body === undefined });
      let received: IncomingHttpHeaders & IncomingHttpStatusHeader = {};
      const chunks: Buffer[] = [];
      stream.once('response', (first) => (received = first));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', reject);
      stream.once('end', () => resolve({ status: Number(received[':status']), headers: received, body: Buffer.concat(chunks) }));
      if (body !== undefined) stream.end(body);
    });
  } finally {
    session.destroy();
  }
};
