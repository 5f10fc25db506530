import { type IncomingHttpHeaders, request } from 'node:http';

/** Asks over HTTP, with a Host of one's own. */
export const askPlainly = (origin: string, path: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders }>((resolve, reject) => {
    request(new URL(path, origin), { headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, headers: answer.headers });
    })
      .once('error', reject)
      .end();
  });
