// Runs in the page, after loading.js: does again and again what a person does in a long day, and notes how long it took. Finds
// everything by what it is called.

(() => {
  const { bench } = globalThis;

  const button = (name) =>
    [...document.querySelectorAll('main button')].find((found) => (found.ariaLabel ?? found.textContent).trim() === name);
  const heading = (text) => [...document.querySelectorAll('main h2')].some((found) => found.textContent.trim() === text);
  const labelled = (text) => [...document.querySelectorAll('main label')].find((found) => found.textContent.trim() === text).control;
  const nextFrame = () => new Promise((resolve) => bench.afterFrame(resolve));

  /** As soon as this is there, which a change of the document tells. */
  const until = (there) =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => look());
      const look = () => {
        const found = there();
        if (!found) return;
        observer.disconnect();
        resolve(found);
      };
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    });

  /** Makes, copies and saves tokens one after the other; each takes two times. */
  bench.makeTokens = async (from, count) => {
    const done = [];
    for (let at = from; at < from + count; at++) {
      const name = labelled('Token name');
      name.value = `soak-${at}`;
      name.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await nextFrame();
      const start = performance.now();
      button('Create token').click();
      await until(() => /^\d+_./.test(document.getElementById('token-text')?.textContent ?? ''));
      await nextFrame();
      const shown = performance.now();
      button('Copy token').click();
      await until(() => document.querySelector('[role=status]').textContent.startsWith('Token copied'));
      button('I have saved this token').click();
      (await until(() => heading('Token saved') && button('Create another like this'))).click();
      await until(() => button('Create token'));
      await nextFrame();
      done.push({ shown: shown - start, whole: performance.now() - start });
      // The browser notes 250 requests and then no more.
      performance.clearResourceTimings();
    }
    return done;
  };

  /** Reads the list again and again; the times are from the press to the rows on screen. */
  bench.readLists = async (count) => {
    const done = [];
    for (let at = 0; at < count; at++) {
      const start = performance.now();
      const refresh = button('Refresh');
      refresh.click();
      await until(() => refresh.ariaDisabled === 'true');
      await until(() => refresh.ariaDisabled !== 'true');
      await nextFrame();
      done.push(performance.now() - start);
      performance.clearResourceTimings();
    }
    return done;
  };
})();
