// Runs in the page: does what a person would do in the list of tokens, and notes when the table shows what came of it. Finds
// everything by what it is called, so that it works in each page with such a list.

(() => {
  const { bench } = globalThis;

  const called = (selector, text) => [...document.querySelectorAll(selector)].find((found) => found.textContent.startsWith(text));
  const button = (text) => called('button', text);
  const labelled = (text) => called('label', text).control;
  const nextFrame = () => new Promise((resolve) => bench.afterFrame(resolve));
  const until = async (there) => {
    while (!there()) await nextFrame();
  };

  /** So long without a change of the table, and nothing more is coming. */
  const QUIET_MS = 200;
  const TABLE = 'table[aria-label="API tokens"]';
  /** Whether a change is one of the table that can be seen. */
  const ofTable = ({ target }) => {
    const element = target instanceof Element ? target : target.parentElement;
    if (!element || element.closest('[hidden]')) return false;
    return element.closest(TABLE) || element.querySelector(`:scope > ${TABLE}`);
  };

  /**
   * When the table was drawn as it then stays: with the frame after its last change, or with the next frame where nothing of it
   * changes.
   */
  const drawn = async () => {
    let changed = true;
    let at;
    const observer = new MutationObserver((changes) => (changed ||= changes.some(ofTable)));
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    do {
      await nextFrame();
      if (changed) {
        at = performance.now();
        changed = false;
      }
    } while (performance.now() - at < QUIET_MS);
    observer.disconnect();
    return at;
  };

  /** The tokens on screen, in their order, by what their rows are headed with. */
  const rows = () => {
    const heads = [...document.querySelectorAll(`${TABLE} tbody th[scope="row"]`)].filter((head) => head.checkVisibility());
    return heads.map(({ textContent }) => textContent.replaceAll(/\s/g, '')).join('\n');
  };

  const step = async (act) => {
    const start = performance.now();
    act();
    return { time: (await drawn()) - start, rows: rows() };
  };

  const steps = async (acts) => {
    const done = [];
    for (const act of acts) done.push(await step(act));
    return done;
  };

  /** Does something, and says besides how long the longest task took meanwhile; 0 where none was long. */
  bench.watched = async (act) => {
    const start = performance.now();
    const result = await act();
    return { result, longestTask: bench.longestTask(start) };
  };

  /** Follows the link to the list, where there is one. */
  bench.goToList = async (link) => {
    if (link) called('a', link).click();
    await until(() => button('Show tokens'));
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  };

  /** Reads the list: the time is from the end of the answer. */
  bench.showTokens = async () => {
    button('Show tokens').click();
    await until(() => document.querySelector(`${TABLE} tbody tr`));
    const at = await drawn();
    const { responseEnd } = performance.getEntriesByType('resource').findLast(({ name }) => name.endsWith('/tokens'));
    return { time: at - responseEnd, rows: rows() };
  };

  bench.choose = (label, option) =>
    step(() => {
      const select = labelled(label);
      select.selectedIndex = [...select.options].findIndex(({ text }) => text === option);
      select.dispatchEvent(new Event('input', { bubbles: true }));
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });

  /** Types a text letter by letter, and takes it back in the same way. */
  bench.search = (text) => {
    const field = labelled('Search tokens');
    const lengths = [...Array(text.length * 2)].map((_, at) => text.length - Math.abs(text.length - 1 - at));
    return steps(
      lengths.map((length) => () => {
        field.value = text.slice(0, length);
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }),
    );
  };

  /** Presses the headings of the table one after the other. */
  bench.sort = (columns) => steps(columns.map((column) => () => called(`${TABLE} thead button`, column).click()));

  bench.refresh = async (times) => {
    const reads = () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/tokens')).length;
    const ready = () => button('Refresh').ariaDisabled !== 'true';
    for (let count = 0; count < times; count++) {
      const before = reads();
      button('Refresh').click();
      await until(() => reads() > before && ready());
    }
    await drawn();
  };

  bench.memory = () => bench.wasmMemory?.buffer.byteLength ?? 0;
})();
