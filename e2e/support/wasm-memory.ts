import type { Page } from '@playwright/test';

/** Keeps a handle on the program's memory; to be called before the page loads. */
export const watchWasmMemory = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    // The program is compiled first, and then instantiated with its imports.
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = (async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
      const instance = await instantiate(module, imports);
      const memory = Object.values(instance.exports).find((exported) => exported instanceof WebAssembly.Memory);
      if (memory) Object.defineProperty(window, 'wasmMemory', { value: memory, configurable: true });
      return instance;
    }) as typeof WebAssembly.instantiate;
  });
};

/** How large the program's memory is, in bytes. */
export const wasmMemorySize = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { wasmMemory: WebAssembly.Memory }).wasmMemory.buffer.byteLength);

/** How often a text of ASCII is in the program's memory. */
export const timesInWasmMemory = async (page: Page, text: string): Promise<number> => {
  const latin1 = await page.evaluate(() => {
    const { wasmMemory } = window as unknown as { wasmMemory: WebAssembly.Memory };
    // As a string of one byte a character, which is what the driver carries fastest.
    return new TextDecoder('latin1').decode(wasmMemory.buffer);
  });
  return latin1.split(text).length - 1;
};
