// The list of tokens as one would write it without a framework. All tokens are kept in the chosen order; each letter of a search
// looks through them, and the rows of one page are built anew.

const PAGE_SIZE = 50;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const form = document.querySelector('form');
const message = document.querySelector('[role="status"]');
const list = document.getElementById('list');
const count = list.querySelector('h2');
const search = document.getElementById('search');
const status = document.getElementById('status');
const head = list.querySelector('thead');
const body = list.querySelector('tbody');
const template = document.getElementById('row').content.firstElementChild;
const previous = document.getElementById('previous');
const next = document.getElementById('next');
const range = document.getElementById('range');

let entries = [];
let sort = { column: 'expiration', descending: false };
let page = 0;

const STATES = ['Active', 'Expired', 'Deleted'];
const stateOf = ({ deleted, expired, exp_date: end }, now) => {
  if (expired) return 'Expired';
  if (deleted) return 'Deleted';
  return end !== null && Date.parse(end) <= now ? 'Expired' : 'Active';
};

/** A token with what is searched and sorted for it, worked out once. */
const entryOf = (token, now) => {
  const { id, name, exp_date: end, last_usage: used, created, client_user: issuer } = token;
  const description = token.description ?? '';
  const issuerName = issuer.user_name ?? issuer.user_email ?? '';
  const state = stateOf(token, now);
  const entry = {
    id,
    name,
    description,
    issuer: issuer.deleted ? `${issuerName} (deleted)` : issuerName,
    role: issuer.role.name,
    state,
    end: end === null ? Infinity : Date.parse(end),
    lastUsed: used === null ? -Infinity : Date.parse(used),
    created: Date.parse(created),
    searched: [name, description, issuerName, issuer.user_email, issuer.role.name, id].join('\n').toLowerCase(),
  };
  entry.keys = {
    name: name.toLowerCase(),
    role: entry.role.toLowerCase(),
    status: STATES.indexOf(state),
    expiration: entry.end,
    lastUsed: entry.lastUsed,
    created: entry.created,
    issuer: issuerName.toLowerCase(),
  };
  return entry;
};

const { compare: compareTexts } = new Intl.Collator([], { numeric: true });
const compare = (one, other) => {
  if (typeof one === 'string' && typeof other === 'string') return compareTexts(one, other);
  return one < other ? -1 : one > other ? 1 : 0;
};

/** Those that are equal are sorted by name, and those of one name by id. */
const sortEntries = () => {
  const { column, descending } = sort;
  entries.sort(({ keys: one, id }, { keys: other, id: otherId }) => {
    const order = compare(one[column], other[column]);
    return (descending ? -order : order) || compare(one.name, other.name) || id - otherId;
  });
};

const relative = (at, now) => {
  const away = Math.abs(at - now);
  const [size, unit] =
    away < 59.5 * MINUTE_MS ? [MINUTE_MS, 'minute'] : away < 47.5 * HOUR_MS ? [HOUR_MS, 'hour'] : [DAY_MS, 'day'];
  const number = Math.round(away / size);
  if (number === 0) return 'now';
  const words = `${number} ${unit}${number === 1 ? '' : 's'}`;
  return at > now ? `in ${words}` : `${words} ago`;
};

const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

const showTime = (cell, time, never, now) => {
  const [distance, date] = cell.children;
  distance.textContent = Number.isFinite(time) ? relative(time, now) : never;
  date.textContent = Number.isFinite(time) ? dateFormat.format(time) : '';
};

const rowOf = (entry, now) => {
  const row = template.cloneNode(true);
  const [pick, named, role, state, end, lastUsed, created, issuer, actions] = row.cells;
  const [details, rotate, revoke] = actions.children;
  const active = entry.state === 'Active';
  named.children[0].textContent = entry.name;
  named.children[1].textContent = `ID ${entry.id}`;
  if (entry.description) named.children[2].textContent = entry.description;
  else named.children[2].remove();
  role.textContent = entry.role;
  state.firstChild.textContent = entry.state;
  state.firstChild.classList.toggle('over', !active);
  showTime(end, entry.end, 'Never expires', now);
  showTime(lastUsed, entry.lastUsed, 'Never used', now);
  created.textContent = relative(entry.created, now);
  issuer.textContent = entry.issuer;
  details.ariaLabel = `Details of ${entry.name}`;
  if (active) {
    pick.firstChild.ariaLabel = `Select ${entry.name}`;
    rotate.ariaLabel = `Rotate ${entry.name}`;
    revoke.ariaLabel = `Revoke ${entry.name}`;
  } else {
    pick.firstChild.remove();
    rotate.remove();
    revoke.remove();
  }
  return row;
};

const show = () => {
  const words = search.value.toLowerCase().split(/\s+/);
  const found = entries.filter(
    ({ state, searched }) =>
      (status.value === 'All' || state === status.value) && words.every((word) => searched.includes(word)),
  );
  const from = page * PAGE_SIZE;
  const to = Math.min(from + PAGE_SIZE, found.length);
  const now = Date.now();
  body.replaceChildren(...found.slice(from, to).map((entry) => rowOf(entry, now)));
  count.textContent = `${found.length} ${found.length === 1 ? 'token' : 'tokens'}`;
  range.textContent = found.length > 0 ? `${from + 1} to ${to} of ${found.length}` : '';
  previous.disabled = page === 0;
  next.disabled = to === found.length;
};

const goToPage = (to) => {
  page = to;
  show();
};

const read = async () => {
  const account = document.getElementById('account-id').value.trim();
  const key = document.getElementById('api-key').value.trim();
  const response = await fetch(`/gcore/iam/v2/clients/${account}/tokens`, { headers: { authorization: `APIKey ${key}` } });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const now = Date.now();
  entries = (await response.json()).map((token) => entryOf(token, now));
  sortEntries();
  goToPage(0);
  list.hidden = false;
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  message.textContent = 'Reading tokens';
  try {
    await read();
    message.textContent = '';
  } catch (error) {
    message.textContent = error.message;
  }
});

head.addEventListener('click', ({ target }) => {
  const heading = target.closest('[data-column]');
  if (!heading) return;
  const { column } = heading.dataset;
  sort = { column, descending: sort.column === column && !sort.descending };
  head.querySelector('[aria-sort]').removeAttribute('aria-sort');
  heading.ariaSort = sort.descending ? 'descending' : 'ascending';
  sortEntries();
  goToPage(0);
});

search.addEventListener('input', () => goToPage(0));
status.addEventListener('change', () => goToPage(0));
previous.addEventListener('click', () => goToPage(page - 1));
next.addEventListener('click', () => goToPage(page + 1));
