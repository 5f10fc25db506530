// Loads the page's program. It is a file of its own because the page's policy allows no inline script.
// Trunk writes names and hashes of the glue and the wasm into two preload links, of which a release puts one off.

const glue = document.querySelector('link[rel$="modulepreload"]');
const wasm = document.querySelector('link[rel="preload"][as="fetch"]');

// What comes after the first paint has its names and hashes at this script's element, where tools/shrink.mjs writes them: the
// styles that the early form doesn't need, and the wasm and styles of the list of tokens. `make serve` has it all in one.
const { formStyle, formStyleIntegrity, list, listIntegrity, listStyle, listStyleIntegrity } =
  document.querySelector('script[data-list]')?.dataset ?? {};
// Resolves in either case, since what has no styles works.
const addStyle = (href, integrity, neighbour, failed) =>
  new Promise((resolve) => {
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', integrity, href });
    style.onload = resolve;
    style.onerror = () => {
      style.remove();
      failed?.();
      resolve();
    };
    neighbour.after(style);
  });
let listStyled;
const fetchList = async (cache) => {
  // Another try asks for it again.
  listStyled ??= addStyle(listStyle, listStyleIntegrity, document.head.lastElementChild, () => (listStyled = undefined));
  const [response] = await Promise.all([fetch(list, { integrity: listIntegrity, cache }), listStyled]);
  return response.arrayBuffer();
};
let listOnItsWay;

if (location.hash.startsWith('#tokens')) {
  // The early form belongs to the view that the address most often names.
  document.getElementById('early').hidden = true;
  if (list) {
    listOnItsWay = fetchList('default');
    // Whoever awaits it below deals with a failure.
    listOnItsWay.catch(() => {});
  }
}

// Like the page itself, the early form keeps no key in the back/forward cache.
addEventListener('pagehide', () => {
  const key = document.getElementById('early-api-key');
  if (key) key.value = '';
});

// After a panic, which ends in a trap, or at the engine's own limits nothing answers any more, but
// what is on screen stays: a token can be selected and copied. No words of the error are shown,
// since they could quote what was typed.
const sayThatItBroke = (error) => {
  const trapped = typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;
  if (trapped) document.getElementById('broken').hidden = false;
};
addEventListener('error', (event) => sayThatItBroke(event.error));
addEventListener('unhandledrejection', (event) => sayThatItBroke(event.reason));

// Compiling the program would hold up the early form's first frame. A page that nobody sees draws none.
await new Promise((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve));
  setTimeout(resolve, 200);
});

// Asked for before the program that reads it is there: one after the other costs a slow network
// twice. The host is asked each time, since an operator's new rule is not to wait for a cache.
window.configuration = fetch('config.json', { cache: 'no-cache' });
// Whoever reads it deals with a failure.
window.configuration.catch(() => {});

try {
  // Browsers ignore the hash on the preload link of a wasm file; fetch checks it. Without other
  // options it takes up what the link has already loaded.
  const program = fetch(wasm.href, { integrity: wasm.integrity });
  // Whoever awaits it below deals with a failure.
  program.catch(() => {});
  // import() checks no hash itself, but takes up what this link loads, and the link's is checked.
  glue.rel = 'modulepreload';
  document.head.append(glue);
  // In front of the list's styles, whichever come first.
  const styled = formStyle && addStyle(formStyle, formStyleIntegrity, document.querySelector('link[rel="stylesheet"]'));
  const started = Promise.all([import(glue.href), styled]).then(([{ default: init }]) => init({ module_or_path: program }));
  // The program calls it when the list is first opened, and again when somebody wants another try. The parts share memory and
  // tables, which the program exports.
  let cache = 'default';
  window.loadList = async () => {
    try {
      const bytes = await (listOnItsWay ?? fetchList(cache));
      await WebAssembly.instantiate(bytes, { __wasm_split: await started });
    } catch (error) {
      // For the operator.
      console.error(error);
      throw error;
    } finally {
      listOnItsWay = undefined;
      // Where the browser kept a damaged copy, another try would find that.
      cache = 'reload';
    }
  };
  await started;
} catch (error) {
  const loading = document.getElementById('loading');
  if (loading) {
    // What can't be used should not take a key either.
    document.getElementById('early')?.remove();
    loading.className = 'problems';
    loading.textContent =
      typeof WebAssembly === 'object'
        ? 'The page could not be loaded. Check your connection and load it again. If that does not help, its files are damaged or out of step: tell its operator.'
        : 'This browser cannot run WebAssembly, which the page needs. Allow it, or use another browser.';
  }
  // For the operator; it says what failed to load and nothing of what was typed.
  console.error(error);
}
