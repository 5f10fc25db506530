import type { Fault, When } from '../support/portal-server.ts';
import { DELETED, LISTED, LOOKED_UP, POSTED, READ_ONE } from '../support/requests.ts';
import type { Random } from './random.ts';

/** Seconds that the page waits for an answer while the monkey is at it. */
export const PATIENCE_SECONDS = 2;
const TOO_LATE_MS = PATIENCE_SECONDS * 1_000 + 700;

const HTML = { 'content-type': 'text/html' };
const refused = (status: number, message: string): Fault => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ message }),
});

const FAULTS: readonly [what: string, fault: Fault][] = [
  ['ends before any answer', { kind: 'refuse' }],
  ['is cut in the middle of the answer', { kind: 'cut' }],
  ['gets no answer', { kind: 'silence' }],
  ['is slow to be answered', { kind: 'delay', milliseconds: 600 }],
  ['is answered too late', { kind: 'delay', milliseconds: TOO_LATE_MS }],
  ['is slow to arrive', { kind: 'late', milliseconds: 600 }],
  ['arrives too late', { kind: 'late', milliseconds: TOO_LATE_MS }],
  ['is refused with 400', refused(400, 'Not like this.')],
  ['is refused with 401', refused(401, 'Who are you?')],
  ['is refused with 403', refused(403, 'Not you.')],
  ['is refused with 429', { ...refused(429, 'Slow down.'), headers: { 'retry-after': '2' } } as Fault],
  ['is answered with 500', { kind: 'answer', status: 500 }],
  ['is answered with 502, and was carried out', { kind: 'rewrite', change: () => ({ status: 502, body: '<h1>Bad Gateway</h1>', headers: HTML }) }],
  ['is answered by a login page', { kind: 'answer', status: 200, body: '<title>Sign in</title>', headers: HTML }],
  ['is answered by half of it', { kind: 'rewrite', change: ({ status, body }) => ({ status, body: body.slice(0, body.length >> 1) }) }],
];

const REQUESTS: readonly [what: string, when: When][] = [
  ['a new token', POSTED],
  ['a new token', POSTED],
  ['the list', LISTED],
  ['a look-up', LOOKED_UP],
  ['a deletion', DELETED],
  ['a question about one token', READ_ONE],
  ['anything', {}],
];

/** What goes wrong next, in words as well. */
export const drawFault = (random: Random): { what: string; when: When; fault: Fault } => {
  const [request, when] = random.pick(REQUESTS);
  const [fails, fault] = random.pick(FAULTS);
  const times = 1 + random.below(2);
  return { what: `${request} ${fails}, ${times === 1 ? 'once' : 'twice'}`, when: { ...when, times }, fault };
};
