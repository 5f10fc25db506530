import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DIST } from '../testing/dist.ts';
import { ROLES } from '../testing/facts.ts';
import { createOperation } from './operation.ts';

/** A page that is measured. */
export interface Contestant {
  /** As the tables call it. */
  name: string;
  /** Folder of the server in which it lies. */
  folder: string;
  /** By name; all of them text or wasm. */
  files: Map<string, Buffer>;
  /**
   * The text field that has to take typing: the one for the token's name, on its own or as part of a body, or a list's first one.
   * Selectors, each within the shadow root of the one before.
   */
  field: readonly string[];
  /** What is there once all of the form is, where that is later than the field. */
  whole?: string;
  /** What is there once the program answers, where that is later than the field. */
  ready?: string;
  /** Of the address, to open the operation. */
  fragment?: string;
  /** Name of the link to the list of tokens, where the page opens with something else. */
  listLink?: string;
}

/** What the probes are told about it. */
export const settingOf = ({ field, whole, ready }: Contestant): object => ({ field, whole, ready });

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const SHARED: Record<string, string> = {
  head: [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
  ].join('\n    '),
  roles: ROLES.map(({ id, name }) => `<option value="${id}">${name}</option>`).join('\n        '),
};

/** A page of the bench's own, with what several have in common in place of the comments that name it. */
const ownPage = (path: string): [string, Buffer] => {
  const html = readFileSync(here(path), 'utf8').replaceAll(/<!-- (head|roles) -->/g, (_, name: string) => SHARED[name]!);
  return ['index.html', Buffer.from(html)];
};
const files = (directory: string, names: readonly string[]): [string, Buffer][] =>
  names.map((name) => [name, readFileSync(join(directory, name))]);
const peer = (name: string, from: string, names: readonly string[]): Map<string, Buffer> =>
  new Map([
    ownPage(`peers/${name}.html`),
    ['openapi.json', Buffer.from(createOperation())],
    ...files(here(`node_modules/${from}`), names),
  ]);

const ours = (): Map<string, Buffer> => {
  if (!existsSync(join(DIST, 'index.html'))) throw new Error(`no page in ${DIST}: run make dist`);
  // The licences and checksums beside the page are never asked for.
  const shipped = readdirSync(DIST).filter((name) => /\.(html|js|css|wasm|json|svg)$/.test(name));
  return new Map([...files(DIST, shipped), ['config.json', Buffer.from('{ "apiBase": "/gcore" }\n')]]);
};

/** Its early form takes what is typed, chosen and pressed, and hands it over to the page's own. */
export const portal = (): Contestant => ({
  name: 'This page',
  folder: '/portal/',
  files: ours(),
  field: ['#early-token-name, #token-name'],
  whole: '#early-create-token, #create-token',
  ready: '#create-token',
  listLink: 'Tokens',
});

/** A form by hand: native controls, one script that fetches. Nobody's page gets much faster. */
export const bare = (): Contestant => ({
  name: 'Bare form',
  folder: '/bare/',
  files: new Map([ownPage('bare/index.html'), ...files(here('bare'), ['bare.css', 'bare.js'])]),
  field: ['#token-name'],
});

/** The list by hand: the same columns, rows and orders, one script, no framework. */
export const byHand = (): Contestant => ({
  name: 'By hand',
  folder: '/hand/',
  files: new Map([ownPage('hand/index.html'), ...files(here('hand'), ['hand.css', 'hand.js'])]),
  field: ['#api-key'],
});

export const swaggerUi = (): Contestant => ({
  name: 'Swagger UI',
  folder: '/swagger-ui/',
  files: peer('swagger-ui', 'swagger-ui-dist', ['swagger-ui.css', 'swagger-ui-bundle.js']),
  field: ['textarea.body-param__text'],
  fragment: '#/Tokens/createToken',
});

/** Its form is a dialog, opened by a button, which its page presses as soon as it is there. */
export const scalar = (): Contestant => ({
  name: 'Scalar',
  folder: '/scalar/',
  files: peer('scalar', '@scalar/api-reference/dist/browser', ['standalone.js']),
  field: ['.cm-content[contenteditable="true"]'],
});

export const rapiDoc = (): Contestant => ({
  name: 'RapiDoc',
  folder: '/rapidoc/',
  files: peer('rapidoc', 'rapidoc/dist', ['rapidoc-min.js']),
  field: ['rapi-doc', 'api-request', 'textarea.request-body-param-user-input'],
});
