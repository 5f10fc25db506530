// Loads the page's program. It is a file of its own because the page's policy allows no inline script.
// Trunk writes names and hashes of the glue and the wasm into two preload links, of which a release puts one off.

// The browser lays out the early form in the task that begins here, and that is work enough for one.
await new Promise((resolve) => {
  setTimeout(resolve);
});

const glue = document.querySelector('link[rel$="modulepreload"]');
const wasm = document.querySelector('link[rel="preload"][as="fetch"]');

// Said by the style sheet where not even this script loads.
document.getElementById('stuck')?.remove();

// The early form belongs to the view that the address most often names.
if (location.hash.startsWith('#tokens')) document.getElementById('early').hidden = true;

// What is done with the early form before the program takes it over (early_form.rs): a press on "Create token", and what must not
// be cut short, since another element would lose it or hold it twice.
const early = document.getElementById('early');
const saySubmitted = (submitted) => {
  early.toggleAttribute('data-submitted', submitted);
  document.getElementById('loading').textContent = submitted
    ? 'Loading… The token will be created as soon as the page is ready.'
    : 'Loading…';
};
early.addEventListener('submit', (event) => {
  event.preventDefault();
  saySubmitted(true);
});
early.addEventListener('input', () => {
  // Whoever changes something after the press means another token.
  saySubmitted(false);
  document.getElementById('early-custom').hidden = document.getElementById('early-expiration').value !== 'custom';
});
// A key that is whole is looked up when the program is there; Enter in its field submits nothing.
const earlyKey = document.getElementById('early-api-key');
const sayKeyEntered = (entered) => early.toggleAttribute('data-key-entered', entered);
earlyKey.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') event.preventDefault();
  sayKeyEntered(event.key === 'Enter');
});
earlyKey.addEventListener('paste', () => sayKeyEntered(true));
const setBusy = (busy) => early.toggleAttribute('data-busy', busy);
early.addEventListener('compositionstart', () => setBusy(true));
early.addEventListener('pointerdown', (event) => setBusy(event.target.matches('button')));
// A finger that scrolls, and a window that is left, end a press without letting go.
for (const end of ['compositionend', 'pointerup', 'pointercancel', 'blur']) addEventListener(end, () => setBusy(false));

// Where the style sheet did not arrive, too, the key is masked.
earlyKey.style.webkitTextSecurity = 'disc';

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

// Asked for before the program that reads it is there: one after the other costs a slow network
// twice. The host is asked each time, since an operator's new rule is not to wait for a cache.
window.configuration = fetch('config.json', { cache: 'no-cache' });
// Whoever reads it deals with a failure.
window.configuration.catch(() => {});

// Compiling the program would hold up the early form's first frame. A page that nobody sees draws none.
await new Promise((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve));
  setTimeout(resolve, 200);
});

try {
  // Browsers ignore the hash on the preload link of a wasm file; fetch checks it. Without other
  // options it takes up what the link has already loaded.
  const program = fetch(wasm.href, { integrity: wasm.integrity });
  // Whoever awaits it below deals with a failure.
  program.catch(() => {});
  // import() checks no hash itself, but takes up what a link has loaded, whose hash is checked. Without waiting for it, import()
  // would ask once more for what failed, and run what comes.
  const checked = Object.assign(glue.cloneNode(), { rel: 'modulepreload' });
  if (checked.relList.supports('modulepreload')) {
    const loaded = new Promise((resolve, reject) => {
      checked.onload = resolve;
      checked.onerror = () => reject(new TypeError(`${glue.href} did not load`));
    });
    document.head.append(checked);
    await loaded;
  }
  const { default: init } = await import(glue.href);
  // A hash is checked once all is there, so there is nothing to gain by streaming. From its bytes, the program is compiled beside
  // the page instead of within one of its tasks.
  const bytes = await (await program).arrayBuffer();
  await init({ module_or_path: await WebAssembly.compile(bytes) });
} catch (error) {
  const loading = document.getElementById('loading');
  if (loading) {
    // What can't be used should not take a key either.
    document.getElementById('early')?.remove();
    loading.className = 'problems';
    loading.textContent =
      typeof WebAssembly === 'object'
        ? 'The page could not be loaded. Check your connection and load it again. ' +
          'If that does not help, its files are damaged or don’t match each other: tell its operator.'
        : 'This browser cannot run WebAssembly, which the page needs. Allow it, or use another browser.';
  }
  // For the operator; it says what failed to load and nothing of what was typed.
  console.error(error);
}
