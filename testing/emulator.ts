import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ROLES } from './facts.ts';

/** What the emulator knows at start. */
export const ACCOUNT = 7350925;
export const KEYS = {
  Administrators: '1001_demo-administrator',
  Engineers: '1002_demo-engineer',
  Users: '1003_demo-user',
  legacy: '1004$demo-legacy',
} as const;
/** Names of the persons who hold the keys. */
export const HOLDERS = { Administrators: 'Dana Demo', Engineers: 'Erik Example', Users: 'Uma Probe' } as const;

/** A token as the service lists it. */
export interface ListedToken {
  id: number;
  name: string;
  description?: string | null;
  exp_date: string | null;
  expired: boolean;
  deleted: boolean;
  created: string | null;
  last_usage: string | null;
  client_user: {
    role: { id: number; name: string };
    user_id: number;
    client_id: number;
    user_name: string | null;
    user_email: string | null;
    deleted: boolean;
  };
}

const BINARY = process.env['EMULATOR_BIN'] ?? fileURLToPath(new URL('../target/debug/gcore-emulator', import.meta.url));
const START_TIMEOUT_MS = 10_000;

/** The service in a process of its own, and what a test asks it behind the page's back. */
export class Emulator {
  private constructor(
    private readonly process: ChildProcessByStdio<null, Readable, Readable>,
    readonly origin: string,
  ) {}

  /** Starts one with empty memory on a free port. */
  static async start(args: readonly string[] = []): Promise<Emulator> {
    if (!existsSync(BINARY)) throw new Error(`no emulator at ${BINARY}: cargo build -p gcore-emulator`);
    const child = spawn(BINARY, ['--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const abort = AbortSignal.timeout(START_TIMEOUT_MS);
    const firstLine = createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    const ended = once(child, 'exit', { signal: abort }).then(() => ({ value: undefined }));
    const { value } = (await Promise.race([firstLine, ended])) as { value?: string };
    const origin = value?.match(/^listening on (http:\/\/\S+)/)?.[1];
    if (!origin) {
      child.kill();
      throw new Error(`the emulator did not start: ${value ?? ''}${complaint}`);
    }
    ended.catch(() => undefined);
    return new Emulator(child, origin);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await exited;
  }

  /** Whom the service takes the bearer of this key or token for. */
  async whoAmI(token: string): Promise<{ status: number; role: string | undefined }> {
    const answer = await this.ask('GET', '/iam/clients/me', token);
    if (!answer.ok) return { status: answer.status, role: undefined };
    const me = (await answer.json()) as {
      currentUser: number;
      users: { id: number; groups: { name: string }[] }[];
    };
    const role = me.users.find(({ id }) => id === me.currentUser)?.groups[0]?.name;
    return { status: answer.status, role };
  }

  /** All tokens of the account, as its administrator sees them. */
  async tokens(): Promise<ListedToken[]> {
    const answer = await this.ask('GET', `/iam/v2/clients/${ACCOUNT}/tokens`, KEYS.Administrators);
    if (!answer.ok) throw new Error(`the emulator lists no tokens: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as ListedToken[];
  }

  /** How many tokens of the name work, and how many are deleted. */
  async named(name: string): Promise<{ working: number; deleted: number }> {
    const tokens = (await this.tokens()).filter((token) => token.name === name);
    const deleted = tokens.filter((token) => token.deleted).length;
    return { working: tokens.length - deleted, deleted };
  }

  /** Makes a token behind the page's back; what is left out gets a plain value. */
  async make(
    name: string,
    { role = 'Users', ends = null }: { role?: string; ends?: string | null } = {},
  ): Promise<{ id: number; token: string }> {
    const body = { name, exp_date: ends, client_user: { role: ROLES.find((known) => known.name === role) } };
    const answer = await this.ask('POST', `/iam/v2/clients/${ACCOUNT}/tokens`, KEYS.Administrators, body);
    if (!answer.ok) throw new Error(`the emulator makes no token: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: number; token: string };
  }

  /** Revokes a token behind the page's back. */
  async revoke(id: number): Promise<void> {
    const answer = await this.ask('DELETE', `/iam/v2/clients/${ACCOUNT}/tokens/${id}`, KEYS.Administrators);
    if (!answer.ok) throw new Error(`the emulator revokes no token: ${answer.status} ${await answer.text()}`);
  }

  private ask(method: string, path: string, token: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { authorization: `APIKey ${token}` };
    if (body === undefined) return fetch(`${this.origin}${path}`, { method, headers });
    headers['content-type'] = 'application/json';
    return fetch(`${this.origin}${path}`, { method, headers, body: JSON.stringify(body) });
  }
}
