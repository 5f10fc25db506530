// The check of the documentation finds what it is for, in a project that is made up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems, Project, weightProblems } from './docs.mjs';

const FILES = {
  'README.md': '# Portal\n## Start\nIt forgets after 15 minutes.\n',
  'docs/configuration.md': [
    '# Configuration',
    '## Settings',
    '| Key | Default |',
    '|---|---|',
    '| `apiBase` | `"https://api.example.com"` |',
    '| `policy.days` | `90` |',
    '## Links to the list',
    '| `status` | `active` (default), `all` |',
    '| `sort` | `name` |',
  ].join('\n'),
  'docs/guide.md': '',
  'CHANGELOG.md': '# Changelog\n\n## [2.0.0]\n\n`core/src/rules.rs`\n\n## [1.0.0]\n\n`core/src/long_gone.rs`\n',
  '.gitignore': '/dist/\n.tools\n',
  Makefile: 'PORT ?= 8080\ntest: setup\n\tcargo test\n',
  'tools/setup.sh': 'step_rust() {\n',
  'tools/dist.sh': 'echo >version.json\n',
  'core/Cargo.toml': 'name = "portal-core"\n',
  'core/src/rules.rs': 'pub fn is_allowed() {}\nconst FORGET_AFTER: i64 = 15;\n',
  'core/tests/facts.rs': '',
  'e2e/specs/create/prefill.spec.ts': '',
  'e2e/package.json': '{ "scripts": { "test": "playwright test" } }',
  'config.json': '{ "apiBase": "https://api.example.com", "policy": { "days": 90 } }',
  'testing/facts.json': '{ "statuses": [{ "value": "active" }, { "value": "all" }], "columns": [{ "value": "name" }] }',
};

const NUMBERS = [{ document: 'README.md', says: /after (\d+) minutes/, file: 'core/src/rules.rs', is: /FORGET_AFTER: i64 = (\d+)/ }];

const found = (changes = {}) => {
  const files = { ...FILES, ...changes };
  return problems(new Project(Object.keys(files), (file) => files[file]), NUMBERS);
};

test('nothing is wrong with what is there, and earlier versions are history', () => {
  assert.deepEqual(found(), []);
});

for (const [what, fine, wrong, says] of [
  ['file that a link leads to', '[a](../README.md)', '[a](../READ.md)', 'there is no READ.md'],
  ['picture', '![a](../README.md)', '![a](a.png)', 'there is no docs/a.png'],
  ['heading', '[a](../README.md#start)', '[a](../README.md#begin)', 'README.md has no heading #begin'],
  ['heading of the same document', '# One\n[a](#one)', '# One\n[a](#two)', 'docs/guide.md has no heading #two'],
  ['spelling of an address', '[a](https://example.com/a)', '[a](http://example.com)', 'http://example.com is no address'],
  ['file', '`core/src/rules.rs`', '`core/src/rule.rs`', 'there is no file core/src/rule.rs'],
  ['file by its end', '`rules.rs`', '`ruled.rs`', 'there is no file ruled.rs'],
  ['file in a command', '```sh\ncat ./tools/setup.sh\n```', '```sh\ncat ./tools/set-up.sh\n```', 'no file tools/set-up.sh'],
  ['spec', '`create/prefill`', '`create/filled`', 'there is no file create/filled'],
  ['file that a build writes', '`version.json`', '`revision.json`', 'there is no file revision.json'],
  ['folder that a build fills', '`dist/any.js`', '`disk/any.js`', 'there is no file disk/any.js'],
  ['make target', '`make test`', '```sh\nmake tests\n```', 'there is no make target tests'],
  ['set-up step', '`tools/setup.sh rust`', '`tools/setup.sh rusty`', 'there is no step of tools/setup.sh rusty'],
  ['npm script', '`npm --prefix e2e test`', '`npm --prefix e2e run faults`', 'there is no npm script e2e faults'],
  ['crate', '`cargo test --package portal-core`', '`cargo test -p portal`', 'there is no crate portal'],
  ['test program', '`cargo test --test facts`', '`cargo test --test fact`', 'there is no test program fact'],
  ['variable', '`PORT=`', '`PORTS=1`', 'there is no variable PORTS'],
  ['name in the code', '`rules::is_allowed`', '`rules::is_refused`', 'there is no name in the code is_refused'],
]) {
  test(`a ${what}`, () => {
    assert.deepEqual(found({ 'docs/guide.md': fine }), []);
    const [only, ...more] = found({ 'docs/guide.md': wrong });
    assert.ok(only?.includes(says), only);
    assert.deepEqual(more, []);
  });
}

const CONFIGURATION = 'docs/configuration.md';
for (const [what, file, from, to, says] of [
  ['a setting that is gone', CONFIGURATION, '| `policy.days` |', '| `policy.weeks` |', 'config.json lacks policy.weeks'],
  ['a default that is another', CONFIGURATION, '| `90` |', '| `30` |', `${CONFIGURATION} has 30 for policy.days, config.json 90`],
  ['a list that is another', CONFIGURATION, '`active` (default), `all`', '`active`', `${CONFIGURATION} has active for status`],
  ['a number that is another', 'README.md', '15 minutes', '10 minutes', 'README.md says 10 where core/src/rules.rs has 15'],
  ['a number that moved', 'README.md', '15 minutes', 'a while', 'change checks/numbers.mjs with it'],
]) {
  test(what, () => {
    assert.ok(found({ [file]: FILES[file].replace(from, to) }).some((problem) => problem.includes(says)));
  });
}

test('what the page weighs', () => {
  const weighs = (sentence, measured) => {
    const files = { ...FILES, 'docs/architecture.md': sentence };
    return weightProblems(new Project(Object.keys(files), (file) => files[file]), measured).length;
  };
  assert.equal(weighs('It weighs 305 kB, 130 kB over the goal of 175.', 306.4), 0);
  assert.equal(weighs('It weighs 305 kB, 130 kB over the goal of 175.', undefined), 0);
  assert.equal(weighs('It weighs 305 kB, 130 kB over the goal of 175.', 320), 1);
  assert.equal(weighs('It weighs 305 kB, 120 kB over the goal of 175.', 305), 1);
  assert.equal(weighs('It is light.', 305), 1);
});
