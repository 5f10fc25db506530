import { readFileSync } from 'node:fs';

/** What facts.json says. A native test compares that file with the program, and writes it anew when the program changes. */
interface Facts {
  roles: Role[];
  columns: Choice[];
  /** Texts of the lifetimes that are offered where the operator decides nothing. */
  lifetimes: string[];
  statuses: Choice[];
  maskAfterMs: number;
  warnAfterMs: number;
  lastCallMs: number;
  forgetAfterMs: number;
  pageSize: number;
}

/** A role by the id and the name that go over the wire. */
export interface Role {
  id: number;
  name: string;
}

/** Something that people can choose: what they read, and what the address says. */
export interface Choice {
  label: string;
  value: string;
}

const facts = JSON.parse(readFileSync(new URL('facts.json', import.meta.url), 'utf8')) as Facts;

/** All roles, from the one that may do most. */
export const ROLES: readonly Role[] = facts.roles;
export const ROLE_NAMES: readonly string[] = ROLES.map(({ name }) => name);

/** The list's columns, from left to right. */
export const COLUMNS: readonly Choice[] = facts.columns;
export const COLUMN_LABELS: readonly string[] = COLUMNS.map(({ label }) => label);

/** What `Status` offers. */
export const STATUSES: readonly Choice[] = facts.statuses;
export const STATUS_LABELS: readonly string[] = STATUSES.map(({ label }) => label);

/** What `Expiration` offers: some lifetimes, and the two that are none. */
export const EXPIRATIONS: readonly string[] = [...new Set([...facts.lifetimes, 'Custom', 'Never'])];

/** Without use for so long, a new token is masked, a warning comes up, and the API key is forgotten. */
export const MASK_AFTER_MS = facts.maskAfterMs;
export const WARN_AFTER_MS = facts.warnAfterMs;
export const FORGET_AFTER_MS = facts.forgetAfterMs;
/** So long before it is forgotten, that is said once more. */
export const LAST_CALL_MS = facts.lastCallMs;

/** Rows of the list that are in the document at once. */
export const PAGE_SIZE = facts.pageSize;

/** A time of whole minutes as the page words it, such as `15 minutes`. */
export const inMinutes = (milliseconds: number): string => {
  const minutes = milliseconds / 60_000;
  return `${minutes} minute${minutes === 1 ? '' : 's'}`;
};
