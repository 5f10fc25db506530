import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createOperation } from './operation.ts';

/** A page on which a token can be made. */
export interface Contestant {
  /** As the tables call it. */
  name: string;
  /** Folder of the server in which it lies. */
  folder: string;
  /** By name; all of them text or wasm. */
  files: Map<string, Buffer>;
  /**
   * The text field that the token's name goes into, on its own or as part of a body: selectors, each within the shadow root
   * of the one before.
   */
  field: readonly string[];
  /** What is there once all of the form is, where that is later than the field. */
  whole?: string;
  /** Of the address, to open the operation. */
  fragment?: string;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const DIST = process.env['PORTAL_DIST'] ?? here('../dist');

const files = (directory: string, names: readonly string[]): [string, Buffer][] =>
  names.map((name) => [name, readFileSync(join(directory, name))]);
const peer = (name: string, from: string, names: readonly string[]): Map<string, Buffer> =>
  new Map([
    ['index.html', readFileSync(here(`peers/${name}.html`))],
    ['openapi.json', Buffer.from(createOperation())],
    ...files(here(`node_modules/${from}`), names),
  ]);

const ours = (): Map<string, Buffer> => {
  if (!existsSync(join(DIST, 'index.html'))) throw new Error(`no page in ${DIST}: run make dist`);
  // The licences and checksums beside the page are never asked for.
  const shipped = readdirSync(DIST).filter((name) => /\.(html|js|css|wasm|json|svg)$/.test(name));
  return new Map([...files(DIST, shipped), ['config.json', Buffer.from('{ "apiBase": "/gcore" }\n')]]);
};

/** Its early form takes what is typed, and hands it over to the whole one. */
export const portal = (): Contestant => ({
  name: 'This page',
  folder: '/portal/',
  files: ours(),
  field: ['#early-token-name, #token-name'],
  whole: '#create-token',
});

/** A form by hand: native controls, one script that fetches. Nobody's page gets much faster. */
export const bare = (): Contestant => ({
  name: 'Bare form',
  folder: '/bare/',
  files: new Map(files(here('bare'), ['index.html', 'bare.css', 'bare.js'])),
  field: ['#token-name'],
});

export const swaggerUi = (): Contestant => ({
  name: 'Swagger UI',
  folder: '/swagger-ui/',
  files: peer('swagger-ui', 'swagger-ui-dist', ['swagger-ui.css', 'swagger-ui-bundle.js']),
  field: ['textarea.body-param__text'],
  fragment: '#/Tokens/createToken',
});

export const rapiDoc = (): Contestant => ({
  name: 'RapiDoc',
  folder: '/rapidoc/',
  files: peer('rapidoc', 'rapidoc/dist', ['rapidoc-min.js']),
  field: ['rapi-doc', 'api-request', 'textarea.request-body-param-user-input'],
});
