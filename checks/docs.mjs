// Finds what the documentation names and the project lacks: files, headings, commands, settings, names in the code, numbers.
//
//   node checks/docs.mjs
//
// It needs no network: of a link to elsewhere it reads the spelling only.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';
import { isPartOfPage } from '../tools/compression.mjs';
import { FOREIGN, LISTS, NUMBERS } from './numbers.mjs';

const CODE = /\.(conf|css|html|js|json|mjs|py|rs|sh|toml|ts|yaml|yml)$|Caddyfile$|^Makefile$/;

/** What of the project the documentation can name. `files` are paths from its root, `read` gives the text of one. */
export class Project {
  constructor(files, read) {
    this.files = files;
    this.read = read;
    this.documents = files.filter((file) => file.endsWith('.md'));
    const text = (chosen) => files.filter(chosen).map(read).join('\n');
    this.ignored = read('.gitignore').split('\n').map((line) => line.replaceAll('/', ''));
    this.makefile = read('Makefile');
    this.setup = read('tools/setup.sh');
    this.manifests = text((file) => file.endsWith('Cargo.toml'));
    const code = text((file) => CODE.test(file) && !file.endsWith('-lock.json'));
    this.words = new Set(code.match(/\w+/g));
    // What makes or serves files, and so names those that are not in the tree.
    this.programs = text((file) => /^(Makefile|\.gitignore|Trunk\.toml|tools\/|deploy\/|e2e\/[^/]+\.ts$)/.test(file));
  }

  /** Whether it has a file or folder of this name, of which outer folders and a usual ending may be left out. */
  has(path) {
    const name = path.replace(/\/?\*.*$|\/$/, '');
    const endings = ['', '.spec.ts', '.ts', '.rs'];
    const isIt = (path) => path.includes(`/${name}/`) || endings.some((end) => path.endsWith(`/${name}${end}`));
    return this.files.some((file) => isIt(`/${file}`));
  }

  /** Whether what makes or serves files names it, or it lies in a folder that builds fill. */
  makes(path) {
    return this.programs.includes(path.replace(/\/$/, '')) || this.ignored.includes(path.split('/')[0]);
  }

  /** Whether it has a file or folder at exactly this path. */
  holds(path) {
    return path === '.' || this.files.some((file) => file === path || file.startsWith(`${path}/`));
  }
}

/** A file or folder: something with a slash in it, or with the ending of a kind of file that the project has. */
const PATH = /^(?!https?:)[\w.@-]+(\/[\w.@*-]+)*\/?$/;
const ENDING = /\.(conf|css|html|ics|js|json|md|mjs|py|rs|sh|svg|toml|ts|txt|wasm|yaml|yml)$/;
const isPath = (word) => PATH.test(word) && (word.includes('/') || ENDING.test(word));

/** A name in the code: more than one word, joined as code joins them. */
const isName = (word) => /^(\w+::)+\w+$|^[a-z]+(_[a-z]+)+$|^[A-Za-z]?[a-z]+([A-Z][a-z]+)+$/.test(word);

/** What a piece of code in the documentation can name: how to find it, and whether the project has it. */
const NAMES = [
  {
    what: 'make target',
    find: (code) => matches(code, /(?:^|[\s;&])make ([a-z][a-z-]*)/g),
    isThere: (name, { makefile }) => new RegExp(`^${name}:`, 'm').test(makefile),
  },
  {
    what: 'step of tools/setup.sh',
    find: (code) => matches(code, /tools\/setup\.sh ([a-z-]+)/g),
    isThere: (name, { setup }) => setup.includes(`step_${name}()`),
  },
  {
    what: 'npm script',
    find: (code) => Array.from(code.matchAll(/npm --prefix (\S+) (?:run )?(\S+)/g), ([, ...names]) => names.join(' ')),
    isThere: (name, project) => {
      const [folder, script] = name.split(' ');
      const manifest = `${folder}/package.json`;
      if (['ci', 'install'].includes(script)) return true;
      return project.holds(manifest) && script in JSON.parse(project.read(manifest)).scripts;
    },
  },
  {
    what: 'crate',
    find: (code) => matches(code, /cargo .*(?:--package|-p) (\S+)/g),
    isThere: (name, { manifests }) => manifests.includes(`name = "${name}"`),
  },
  {
    what: 'test program',
    find: (code) => matches(code, /cargo test .*--test (\S+)/g),
    isThere: (name, project) => project.has(`tests/${name}`),
  },
  {
    what: 'variable',
    find: (code) => matches(code, /(?<![\w-])([A-Z][A-Z_]+)=/g),
    isThere: (name, { words }) => words.has(name),
  },
  {
    what: 'file',
    find: (code) => code.split(/[\s"'()=:]+/).map((word) => word.replace(/^\.\//, '')).filter(isPath),
    isThere: (name, project) => project.has(name) || project.makes(name),
  },
  {
    what: 'name in the code',
    find: (code) => code.split(/[\s"'(){},.=<>&]+/).filter(isName).map((name) => name.split('::').at(-1)),
    isThere: (name, { words }) => words.has(name),
  },
];

const matches = (text, pattern) => Array.from(text.matchAll(pattern), ([, found]) => found);

const parsed = (text) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const slugs = (tree) => {
  const slugger = new GithubSlugger();
  const found = new Set();
  visit(tree, 'heading', (heading) => void found.add(slugger.slug(toString(heading))));
  return found;
};

/** What is wrong with a link, or nothing. */
const linkProblem = (project, document, url) => {
  if (/^[a-z][a-z+.-]*:/i.test(url)) {
    const isFine = URL.canParse(url) && (url.startsWith('https:') || /^http:\/\/127\.0\.0\.1(:|$)/.test(url));
    return isFine ? undefined : `${url} is no address that begins with https`;
  }
  const [path, heading] = url.split('#');
  const target = path === '' ? document : posix.join(posix.dirname(document), decodeURI(path)).replace(/\/$/, '');
  if (!project.holds(target)) return `there is no ${target}`;
  if (heading === undefined) return undefined;
  return slugs(parsed(project.read(target))).has(heading) ? undefined : `${target} has no heading #${heading}`;
};

/** The keys of config.json beside what they are by default. */
const settings = (value, prefix = '') =>
  Object.entries(value).flatMap(([key, one]) => {
    const isGroup = one !== null && typeof one === 'object' && !Array.isArray(one);
    return isGroup ? settings(one, `${prefix}${key}.`) : [[`${prefix}${key}`, one]];
  });

/** Holds the tables of settings and of links to the list. */
const CONFIGURATION = 'docs/configuration.md';

/** The table of settings, held against config.json. */
const settingsProblems = (project) => {
  const [, section] = project.read(CONFIGURATION).split(/^## Settings$/m);
  const told = new Map(Array.from(section.split(/^## /m)[0].matchAll(/^\| `([\w.]+)` \| (.*?) \|/gm), ([, ...row]) => row));
  const there = new Map(settings(JSON.parse(project.read('config.json'))));
  const lacking = [...told.keys()].filter((key) => !there.has(key)).map((key) => `config.json lacks ${key}, which ${CONFIGURATION} has`);
  return [...there].reduce((found, [key, value]) => {
    if (!told.has(key)) return [...found, `${CONFIGURATION} lacks ${key}, which config.json has`];
    // What isn't code there is in words.
    const [, literal] = told.get(key).match(/^`(.*)`$/) ?? [];
    const differs = literal !== undefined && literal !== JSON.stringify(value);
    return differs ? [...found, `${CONFIGURATION} has ${literal} for ${key}, config.json ${JSON.stringify(value)}`] : found;
  }, lacking);
};

/** The lists of what a link can say, held against testing/facts.json. */
const listProblems = (project) => {
  const facts = JSON.parse(project.read('testing/facts.json'));
  return Object.entries(LISTS).flatMap(([key, fact]) => {
    const [, row] = project.read(CONFIGURATION).match(new RegExp(`^\\| \`${key}\` \\| (.*) \\|$`, 'm')) ?? [, ''];
    const told = matches(row, /`([\w-]+)`/g).sort().join(', ');
    const there = facts[fact].map(({ value }) => value).sort().join(', ');
    return told === there ? [] : [`${CONFIGURATION} has ${told || 'nothing'} for ${key}, testing/facts.json ${there}`];
  });
};

/** Numbers in prose that follow from the code. */
const numberProblems = (project, numbers) =>
  numbers.flatMap(({ document, says: told, file, is }) => {
    const find = (path, pattern) => project.read(path).match(pattern)?.slice(1).map(Number);
    const [here, there] = [find(document, told), find(file, is)];
    if (!here) return [`${document} no longer says ${told}: change checks/numbers.mjs with it`];
    if (!there) return [`${file} no longer has ${is}: change checks/numbers.mjs with it`];
    return here.join() === there.join() ? [] : [`${document} says ${here.join(', ')} where ${file} has ${there.join(', ')}`];
  });

// One change to the program shouldn't be a change to the document.
const TOLERANCE = 5;

/** What the built page weighs in brotli, in kB. */
const weight = (directory) => {
  const files = readdirSync(directory).filter((name) => name.endsWith('.br') && isPartOfPage(name.slice(0, -3)));
  return files.reduce((sum, name) => sum + statSync(`${directory}/${name}`).size, 0) / 1000;
};

/** What docs/architecture.md says of the page's weight, held against the release build, where there is one. */
export const weightProblems = (project, measured) => {
  const document = 'docs/architecture.md';
  const [, told, over, goal] = project.read(document).match(/weighs (\d+) kB, (\d+) kB over the goal of (\d+)/) ?? [];
  if (told === undefined) return [`${document} no longer says what the page weighs: change checks/docs.mjs with it`];
  const found = told - over === Number(goal) ? [] : [`${document} says ${told} kB, which is not ${over} over ${goal}`];
  const differs = measured !== undefined && Math.abs(told - measured) > TOLERANCE;
  return differs ? [...found, `${document} says that the page weighs ${told} kB, and it weighs ${measured.toFixed()}`] : found;
};

/** A document without what a changelog says of earlier versions: that was true then. */
const current = (text) => text.split(/^(?=## \[\d)/m).slice(0, 2).join('');

/** All that is wrong, a line each. */
export const problems = (project, numbers) => {
  const found = [];
  for (const document of project.documents) {
    const tree = parsed(current(project.read(document)));
    const complain = (node, text) => found.push(`${document}:${node.position.start.line}: ${text}`);
    visit(tree, ['link', 'image', 'definition'], (node) => {
      const problem = linkProblem(project, document, node.url);
      if (problem) complain(node, problem);
    });
    visit(tree, ['inlineCode', 'code'], (node) => {
      // Of other languages than the shell's are other products' settings and logs.
      if (node.type === 'code' && node.lang !== 'sh') return;
      for (const { what, find, isThere } of NAMES) {
        for (const name of new Set(find(node.value))) {
          if (!isThere(name, project) && !FOREIGN.includes(name)) complain(node, `there is no ${what} ${name}`);
        }
      }
    });
  }
  return [...found, ...settingsProblems(project), ...listProblems(project), ...numberProblems(project, numbers)];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const list = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', list, { cwd: root, encoding: 'utf8' });
  const project = new Project(listed.trim().split('\n'), (file) => readFileSync(`${root}${file}`, 'utf8'));
  const isBuilt = existsSync(`${root}dist/index.html.br`);
  const found = [...problems(project, NUMBERS), ...weightProblems(project, isBuilt ? weight(`${root}dist`) : undefined)];
  if (found.length > 0) {
    console.error(['docs: named, and not there', ...found].join('\n    '));
    process.exit(1);
  }
  console.log(`docs: ${project.documents.length} documents name nothing that is not there`);
}
