// Loads the page's program. It is a file of its own because the page's policy allows no inline script.
// Trunk writes names and hashes of the glue and the wasm into two preload links.

const glue = document.querySelector('link[rel="modulepreload"]');
const wasm = document.querySelector('link[rel="preload"][as="fetch"]');

try {
  // Browsers ignore the hash on the preload link of a wasm file; fetch checks it. Without other
  // options it takes up what the link has already loaded.
  const program = fetch(wasm.href, { integrity: wasm.integrity });
  const { default: init } = await import(glue.href);
  await init({ module_or_path: program });
} catch (error) {
  const loading = document.getElementById('loading');
  if (loading) {
    loading.className = 'problems';
    loading.textContent =
      typeof WebAssembly === 'object'
        ? 'The page could not be loaded. Check your connection and load it again. If that does not help, its files are damaged or out of step: tell its operator.'
        : 'This browser cannot run WebAssembly, which the page needs. Allow it, or use another browser.';
  }
  // For the operator; nothing secret exists yet at this point.
  console.error(error);
}
