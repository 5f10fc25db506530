import type { Page } from '@playwright/test';

/** Where in a page a text can be, and all of the text there. */
export type Traces = Record<string, string>;

/** Where a key is while its field holds it, and where a token is while it is on screen. */
export const FIELDS = 'what fields hold';
export const TEXT = 'text on screen';

/** All that a page shows, keeps or hands on, by the place where it is. */
export const traces = (page: Page): Promise<Traces> =>
  page.evaluate(
    async ([fields, text]) => {
      /** Some stores throw where the browser denies them; nothing can be in those. */
      const stored = (read: () => unknown): string => {
        try {
          return JSON.stringify(read()) ?? '';
        } catch {
          return '';
        }
      };
      const cached = async (): Promise<string> => {
        const found: string[] = [];
        for (const name of await caches.keys()) {
          const cache = await caches.open(name);
          for (const request of await cache.keys()) {
            found.push(name, request.url, (await (await cache.match(request))?.text()) ?? '');
          }
        }
        return found.join('\n');
      };
      const databases = async (): Promise<string> => JSON.stringify(await indexedDB.databases());
      const workers = async (): Promise<string> => {
        const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
        return registrations.map(({ scope, active }) => `${scope} ${active?.scriptURL ?? ''}`).join('\n');
      };
      /** What an object's own properties are, enumerable or not, and what functions say. */
      const shallow = (value: unknown, depth = 1): string => {
        if (typeof value === 'function') return Function.prototype.toString.call(value);
        if (typeof value !== 'object' || value === null) return String(value);
        if (depth === 0 || value instanceof Node || value instanceof Window) return '';
        return Reflect.ownKeys(value)
          .map((key) => {
            try {
              return `${String(key)}=${shallow(Reflect.get(value, key), depth - 1)}`;
            } catch {
              return '';
            }
          })
          .join('\n');
      };
      const globals = Reflect.ownKeys(window).map((key) => {
        try {
          return `${String(key)}=${shallow(Reflect.get(window, key))}`;
        } catch {
          return '';
        }
      });
      const elements = [...document.querySelectorAll('*')];
      return {
        'localStorage': stored(() => ({ ...localStorage })),
        'sessionStorage': stored(() => ({ ...sessionStorage })),
        'cookies': stored(() => document.cookie),
        'the Cache API': await cached().catch(() => ''),
        'IndexedDB': await databases().catch(() => ''),
        'service workers': await workers().catch(() => ''),
        'the address': decodeURIComponent(location.href) + location.href,
        'the referrer': document.referrer,
        'history.state': stored(() => history.state as unknown),
        'the title': document.title,
        'window.name': window.name,
        'attributes': elements
          .flatMap((element) => [...element.attributes].map(({ name, value }) => `${name}=${value}`))
          .join('\n'),
        'the HTML': document.documentElement.outerHTML,
        [text]: document.body.innerText,
        [fields]: elements
          .filter((element) => 'value' in element)
          .map((element) => String((element as HTMLInputElement).value))
          .join('\n'),
        'the selection': getSelection()?.toString() ?? '',
        'performance entries': performance
          .getEntries()
          .map(({ name }) => name)
          .join('\n'),
        'global properties': globals.join('\n'),
      };
    },
    [FIELDS, TEXT] as const,
  );

/** The places where a text is. */
export const placesOf = (text: string, found: Traces): string[] =>
  Object.entries(found)
    .filter(([, content]) => content.includes(text))
    .map(([place]) => place);

/** What of a key or token is secret: the digits in front are its id. */
export const secretOf = (token: string): string => token.slice(token.search(/[_$]/) + 1);
