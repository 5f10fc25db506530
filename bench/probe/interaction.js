// Runs in the page before anything of its own, after loading.js. Everything is told by the page's own clock: events, requests
// and answers carry its times.

(() => {
  const { bench } = globalThis;

  const keys = [];
  const waiting = [];
  addEventListener(
    'keydown',
    ({ timeStamp }) =>
      bench.afterFrame(() => {
        keys.push(performance.now() - timeStamp);
        waiting.shift()?.(keys.at(-1));
      }),
    true,
  );
  /** Milliseconds from the next key press to the frame that shows it. */
  bench.nextKey = () => void (bench.key = new Promise((resolve) => waiting.push(resolve)));

  let clicked;
  addEventListener('click', ({ timeStamp }) => (clicked = timeStamp), true);

  const shown = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!/^\d+_./.test(document.getElementById('token-text')?.textContent ?? '')) return;
      observer.disconnect();
      bench.afterFrame(() => resolve(performance.now()));
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });

  const entry = new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      // The account's list, which the page reads before, is at the same address.
      const found = list.getEntriesByName(bench.createUrl).find(({ startTime }) => startTime >= clicked);
      if (!found) return;
      observer.disconnect();
      resolve(found);
    });
    observer.observe({ type: 'resource' });
  });

  bench.creation = Promise.all([shown, entry]).then(([at, { requestStart, responseEnd }]) => ({
    clickToRequest: requestStart - clicked,
    answerToToken: at - responseEnd,
  }));
})();
