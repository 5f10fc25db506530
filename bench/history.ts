import { ACCOUNT } from '../testing/emulator.ts';
import { ROLES } from '../testing/facts.ts';

export const COUNT = 5000;
const DAY_MS = 86_400_000;

/** A long history: every twentieth token is active, the others expired or deleted. */
export const history = (): string => {
  const now = Date.now();
  const iso = (days: number): string => new Date(now + days * DAY_MS).toISOString();
  const tokens = Array.from({ length: COUNT }, (_, at) => {
    const active = at % 20 === 0;
    const role = ROLES[at % ROLES.length]!;
    return {
      id: 10_000 + at,
      name: `${['deploy', 'backup', 'metrics', 'purge', 'audit'][at % 5]}-${(at * 7919) % COUNT}`,
      description: `Made for the pipeline number ${at}`,
      exp_date: at % 40 === 0 ? null : iso(active ? (at % 400) + 1 : -1 - (at % 700)),
      expired: !active && at % 2 === 0,
      deleted: !active,
      created: iso(-30 - (at % 900)),
      last_usage: at % 3 === 0 ? null : iso(-(at % 120)),
      client_user: {
        role,
        deleted: at % 50 === 0,
        user_id: 1000 + (at % 30),
        client_id: ACCOUNT,
        user_name: `Person ${at % 30}`,
        user_email: `person${at % 30}@example.com`,
      },
    };
  });
  return JSON.stringify(tokens);
};
