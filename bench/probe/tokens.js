// Runs in the page: presses what a person would press in the list of tokens, and notes how long the page works for it.

(() => {
  const { bench } = globalThis;
  const byText = (text) => [...document.querySelectorAll('button')].find((button) => button.textContent.startsWith(text));
  const nextFrame = () => new Promise((resolve) => bench.afterFrame(resolve));
  const until = async (there) => {
    while (!there()) await nextFrame();
  };

  /** What the page works from an event until its last microtask: the frame's own drawing is the browser's. */
  const work = (act) =>
    new Promise((resolve) => {
      const start = performance.now();
      act();
      // Behind the microtasks in which the views follow the state.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve(performance.now() - start);
      };
      port2.postMessage(null);
    });

  bench.open = async () => {
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ type: 'longtask' });
    byText('Show tokens').click();
    await until(() => document.querySelector('tbody tr'));
    await nextFrame();
    const shown = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 300));
    tasks.push(...observer.takeRecords());
    observer.disconnect();
    const asked = performance.getEntriesByType('resource').findLast(({ name }) => name.endsWith('/tokens'));
    return { open: shown - asked.responseEnd, longestTask: Math.max(0, ...tasks.map(({ duration }) => duration)) };
  };

  bench.search = async (words) => {
    const field = document.getElementById('search-tokens');
    const type = (text) => {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    const times = [];
    if (words === '') times.push(await work(() => type('')));
    for (let length = 1; length <= words.length; length++) {
      times.push(await work(() => type(words.slice(0, length))));
      await nextFrame();
    }
    return times;
  };

  bench.sort = async () => {
    const times = [];
    for (const column of ['Name', 'Role', 'Last used', 'Created', 'Issuer', 'Expiration']) {
      times.push(await work(() => byText(column).click()));
      await nextFrame();
    }
    return times;
  };

  bench.refresh = async (times) => {
    for (let count = 0; count < times; count++) {
      byText('Refresh').click();
      await until(() => document.body.textContent.includes('Reading…'));
      await until(() => document.body.textContent.includes('Last refreshed'));
    }
  };

  bench.memory = () => bench.wasmMemory?.buffer.byteLength ?? 0;
})();
