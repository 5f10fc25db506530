// Numbers that the documentation says in prose, and where they come from. Each pattern's groups are the numbers, in one order.

const LIMITS = 'core/src/limits.rs';
const FAILURE = 'core/src/service/failure.rs';

/** Names of other products' files and settings, which the documentation speaks of and the project has no part in. */
export const FOREIGN = ['HTTP/2.0', 'log_credentials', 'mholt/caddy-ratelimit', 'sites-enabled/default'];

export const NUMBERS = [
  { document: 'README.md', says: /Node (\d+) or newer/, file: 'tools/setup.sh', is: /^readonly NODE_MAJOR=(\d+)$/m },
  { document: 'README.md', says: /Node (\d+) or newer/, file: '.github/workflows/ci.yml', is: /node-version: (\d+)/ },
  { document: 'README.md', says: /the page at http:\/\/127\.0\.0\.1:(\d+)/, file: 'Makefile', is: /^PORT \?= (\d+)$/m },
  {
    document: 'docs/configuration.md',
    says: /per request, (\d+) to (\d+)/,
    file: 'core/src/config/mod.rs',
    is: /timeout_seconds: Bounded<(\d+), (\d+)>/,
  },
  { document: 'CONTRIBUTING.md', says: /Lines of (\d+) characters/, file: 'rustfmt.toml', is: /^max_width = (\d+)$/m },
  { document: 'docs/architecture.md', says: /up to (\d+) texts/, file: FAILURE, is: /MAX_MESSAGES: usize = (\d+)/ },
  { document: 'docs/architecture.md', says: /texts of (\d+) characters/, file: FAILURE, is: /MAX_MESSAGE_LEN: usize = (\d+)/ },
  { document: 'docs/architecture.md', says: /over the goal of (\d+)/, file: 'tools/size-budget.mjs', is: /The goal is (\d+) kB/ },
  { document: 'docs/architecture.md', says: /over the goal of (\d+)/, file: 'bench/sections/loading.ts', is: /most: (\d+)_000,/ },
  {
    document: 'docs/browsers.md',
    says: /^\| it runs \| (\d+) \| (\d+) \| (\d+) \|/m,
    file: 'tools/minify.mjs',
    is: /chrome: (\d+) << 16, firefox: (\d+) << 16, safari: (\d+) << 16/,
  },
  { document: 'docs/operating.md', says: /the service (\d+) times a second/, file: 'deploy/nginx.conf', is: /rate=(\d+)r\/s/ },
  { document: 'docs/operating.md', says: /and (\d+) times at once/, file: 'deploy/nginx.conf', is: /portal_at_once (\d+);/ },
  { document: 'docs/operating.md', says: /a body of more than (\d+) kB/, file: 'deploy/nginx.conf', is: /client_max_body_size +(\d+)k;/ },
  { document: 'docs/threat-model.md', says: /Masked after (\d+) minutes/, file: LIMITS, is: /MASK_AFTER.*minutes\((\d+)\)/ },
  { document: 'docs/threat-model.md', says: /key forgotten after (\d+) minutes/, file: LIMITS, is: /FORGET_AFTER.*minutes\((\d+)\)/ },
  { document: 'docs/threat-model.md', says: /until Forget API key, (\d+)\s+idle minutes/, file: LIMITS, is: /FORGET_AFTER.*minutes\((\d+)\)/ },
];

/** Lists in docs/configuration.md's table of links to the list of tokens, and what testing/facts.json calls them. */
export const LISTS = { status: 'statuses', sort: 'columns' };
