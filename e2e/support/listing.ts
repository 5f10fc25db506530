import type { ListedToken } from '../../testing/emulator.ts';
import { ACCOUNT } from '../../testing/emulator.ts';
import type { Fault } from './portal-server.ts';

const PLAIN: ListedToken = {
  id: 1,
  name: 'plain',
  description: '',
  exp_date: null,
  expired: false,
  deleted: false,
  created: '2026-01-02T03:04:05Z',
  last_usage: null,
  client_user: {
    role: { id: 2, name: 'Users' },
    user_id: 1023101,
    client_id: ACCOUNT,
    user_name: 'Dana Demo',
    user_email: 'dana@example.com',
    deleted: false,
  },
};

/** A token as the service lists it, of which only this is remarkable. */
export const listed = (remarkable: Partial<ListedToken>): ListedToken => ({ ...PLAIN, ...remarkable });

/** The answer that lists these, whatever they are. */
export const listing = (tokens: unknown): Fault => ({ kind: 'answer', status: 200, body: JSON.stringify(tokens) });
