/** Requests of the page by what they are for, to count them, or to have them go wrong. */
export const LOOKED_UP = { method: 'GET', path: /\/clients\/me$/ };
/** Whatever is posted is a new token. */
export const POSTED = { method: 'POST' };
export const LISTED = { method: 'GET', path: /\/tokens$/ };
/** One token, as the dialog asks for it before it is revoked. */
export const READ_ONE = { method: 'GET', path: /\/tokens\/\d+$/ };
export const DELETED = { method: 'DELETE', path: /\/tokens\/\d+$/ };
