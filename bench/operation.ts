import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Node = Record<string, unknown>;

const SOURCE = new URL('../emulator/openapi.yaml', import.meta.url);
const PATH = '/iam/v2/clients/{clientId}/tokens';

const at = (document: Node, pointer: string): unknown =>
  pointer
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((node, key) => (node as Node)[key], document);

/** Every `$ref` below a node, and below what it leads to. */
const references = (document: Node, node: unknown, found = new Set<string>()): Set<string> => {
  if (typeof node !== 'object' || node === null) return found;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string' && !found.has(value)) {
      found.add(value);
      references(document, at(document, value), found);
    } else {
      references(document, value, found);
    }
  }
  return found;
};

/** The service's description with nothing in it but the one operation, so that no peer spends time on what isn't compared. */
export const createOperation = (): string => {
  const document = parse(readFileSync(SOURCE, 'utf8')) as Node & { paths: Record<string, Node> };
  const { parameters, post } = document.paths[PATH] ?? {};
  if (post === undefined) throw new Error(`${SOURCE.pathname} has no POST ${PATH}`);
  const paths = { [PATH]: { parameters, post } };
  const components: Record<string, Node> = {};
  for (const reference of references(document, paths)) {
    const [, , kind, name] = reference.split('/');
    (components[kind!] ??= {})[name!] = at(document, reference);
  }
  components['securitySchemes'] = at(document, '#/components/securitySchemes') as Node;
  return JSON.stringify({ ...document, servers: [{ url: '/gcore' }], tags: [], paths, components });
};
