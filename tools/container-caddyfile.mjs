// Writes the container image's Caddyfile: that of deploy/, for one site on a port of its own behind whatever speaks TLS.
//
//   node tools/container-caddyfile.mjs CADDYFILE FILE

import { readFileSync, writeFileSync } from 'node:fs';

const [source, target] = process.argv.slice(2);
if (!target) {
  console.error('usage: node tools/container-caddyfile.mjs CADDYFILE FILE');
  process.exit(2);
}

const CHANGES = [
  [
    /^# The token portal behind Caddy[\s\S]*?(?=^\{)/m,
    '# The token portal in a container: config.json is mounted, and something in front speaks TLS and HTTP/2 to browsers.\n' +
      '# Made of ../Caddyfile. With other lines at "# yours: …", mount it over /etc/caddy/Caddyfile.\n',
  ],
  // Nothing is written, and nobody reconfigures it from within.
  [/^\t# email .*yours: options$/m, '\tadmin off # yours: options'],
  [/^tokens\.example\.com \{/m, ':8080 {'],
  ['/var/www/gcore-token-portal/current # yours: files', '/srv # yours: files'],
  // Who speaks TLS sends http on.
  [/\n# Otherwise Caddy would send[\s\S]*$/, ''],
];

let text = readFileSync(source, 'utf8');
for (const [found, put] of CHANGES) {
  const before = text;
  text = text.replace(found, put);
  if (text === before) throw new Error(`${source} holds nothing like ${found}`);
}
writeFileSync(target, text);
