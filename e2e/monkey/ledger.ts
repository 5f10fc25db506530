import type { ApiRequest } from '../support/portal-server.ts';
import { PATIENCE_SECONDS } from './faults.ts';

/** A token that the service made because the page asked for it. */
export interface Made {
  id: number;
  token: string;
  name: string;
  /** The request arrived after the page had given up, of which the page warns. */
  tooLate: boolean;
  /** The page that requested it was left since. */
  left: boolean;
  /** What the person did with it, or with the question about it. */
  settledBy: string | undefined;
  /** What was pressed after the request. */
  pressed: string[];
}

/** What is seen of the page when nothing is on its way. */
export interface Seen {
  heading: string;
  /** As text; dots while it is hidden, undefined where none is on screen. */
  token: string | undefined;
  /** The question about a request without an answer. */
  question: string | undefined;
  /** What the list says of the form behind it. */
  behind: string | undefined;
  /** Where a receipt is on screen. */
  receiptId: number | undefined;
  /** The notice that the program has ended. */
  stopped: boolean;
}

export const BEHIND = [
  'A new token has not been saved yet.',
  'A token is being created.',
  'It is not known whether a token was created.',
] as const;

const SAVED = 'button: I have saved this token';
const SETTLES = [
  'button: Keep it and continue',
  'button: None of these is mine: continue',
  'button: Continue without knowing',
  'button: Back to the form',
];
const REQUESTS = ['button: Create token', 'button: Create anyway'];
const CONFIRMS = /^dialog button: (Revoke token|Revoke (\d+) tokens|Try again)$/;
/** As many as a dialog may be about: nobody counts again what is tried again. */
const MANY = 1_000;

/**
 * What the service did, what the person pressed, and whether what the page says fits to both. Nothing here asks the page or the
 * service.
 */
export class Ledger {
  readonly made: Made[] = [];
  readonly complaints: string[] = [];
  private readonly deleted = new Set<number>();
  private requests = 0;
  private deletions = 0;
  /** Requests of this page that arrived; what they led to is known once the service has answered. */
  private arrived: { request: ApiRequest; made?: Made; left: boolean; pressed: string[] }[] = [];

  /** A new document: what was before it is gone, whatever was pressed there. */
  loaded(): void {
    this.requests = 0;
    this.deletions = 0;
    for (const creation of this.arrived) creation.left = true;
    for (const made of this.made) made.left = true;
  }

  pressed(what: string): void {
    if (REQUESTS.includes(what)) this.requests += 1;
    const confirmed = CONFIRMS.exec(what);
    if (confirmed) this.deletions += confirmed[1] === 'Revoke token' ? 1 : Number(confirmed[2] ?? MANY);
    for (const creation of this.arrived) if (!creation.left) creation.pressed.push(what);
  }

  /** The page sends something that changes what the service holds. */
  sends(method: string, othersOnTheirWay: number): void {
    if (method === 'POST') {
      if (this.requests === 0) this.complaints.push('a token was requested that nobody asked for');
      if (othersOnTheirWay > 0) this.complaints.push('a token was requested while another request was on its way');
      this.requests = 0;
    } else if (method === 'DELETE') {
      if (this.deletions === 0) this.complaints.push('a token was revoked that nobody asked to revoke');
      else this.deletions -= 1;
    }
  }

  arrives(request: ApiRequest): void {
    if (request.method !== 'POST') return;
    this.takeUp();
    const open = this.made.find((made) => !made.left && !this.isSettled(made));
    if (open) this.complaints.push(`another token was requested before it was settled what became of ${open.name} (${open.id})`);
    this.arrived.push({ request, left: false, pressed: [] });
  }

  /** Takes up what the service has said since. */
  takeUp(requests: readonly ApiRequest[] = []): void {
    for (const creation of this.arrived) {
      const { said, fault, body } = creation.request;
      if (creation.made || !said || said.status >= 300) continue;
      const { id, token } = JSON.parse(said.body) as { id: number; token: string };
      const { name } = JSON.parse(body) as { name: string };
      const tooLate = fault?.kind === 'late' && fault.milliseconds > PATIENCE_SECONDS * 1_000;
      creation.made = { id, token, name, tooLate, left: creation.left, settledBy: undefined, pressed: creation.pressed };
      this.made.push(creation.made);
    }
    for (const { method, path, said } of requests) {
      if (method === 'DELETE' && said && said.status < 300) this.deleted.add(Number(path.split('/').at(-1)));
    }
  }

  isDeleted(id: number): boolean {
    return this.deleted.has(id);
  }

  private isSettled(made: Made): boolean {
    made.settledBy ??= made.pressed.find((press) => press === SAVED || SETTLES.includes(press));
    return made.settledBy !== undefined || made.tooLate || this.isDeleted(made.id);
  }

  /** Holds what is seen to what was done; only while nothing is on its way. */
  compare(seen: Seen): void {
    if (seen.stopped) this.complaints.push('the page has stopped working');
    const last = this.made.filter(({ left }) => !left).at(-1);
    for (const made of this.made) {
      if (made.left || this.isSettled(made)) continue;
      const said =
        (made === last && seen.heading === 'Token created') || seen.question !== undefined || seen.behind !== undefined;
      if (!said) this.complaints.push(`the token ${made.name} (${made.id}) was made, and the page says nothing of it: ${JSON.stringify(seen)}`);
    }
    const shown = seen.token !== undefined && /^\d+[_$]/.test(seen.token);
    if (shown && seen.token !== last?.token) this.complaints.push('another token is on screen than the last one that was made');
    const denied = last && !last.tooLate && !this.isDeleted(last.id) && last.settledBy === undefined;
    if (denied && seen.question?.startsWith('No: there is no new token')) {
      this.complaints.push(`the page says that ${last.name} (${last.id}) was not made, and it was`);
    }
    if (seen.heading === 'Token revoked' && seen.receiptId !== undefined && !this.isDeleted(seen.receiptId)) {
      this.complaints.push(`the page says that ${seen.receiptId} is revoked, and it works`);
    }
  }
}
