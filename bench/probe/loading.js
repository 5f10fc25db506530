// Runs in the page before anything of its own. Notes when the page's first text field can be typed into, when all of the form
// is there, when its program is, which tasks were long, and the program's memory. `bench.field` says where the field is: selectors, each within the
// shadow root of the one before.

(() => {
  const { bench } = globalThis;

  const find = () => bench.field.reduce((place, selector) => (place?.shadowRoot ?? place)?.querySelector(selector), document);
  /** What it holds; an editor of code has its text as content. */
  const heldBy = (field) => field.value ?? field.textContent;
  const takesTyping = (field) => field && !field.disabled && !field.readOnly && field.checkVisibility({ visibilityProperty: true });

  /** Once the frame whose callbacks run now is drawn. */
  const afterThisFrame = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then();
    };
    port2.postMessage(null);
  };
  /** Once the next frame is drawn. */
  bench.afterFrame = (then) => requestAnimationFrame(() => afterThisFrame(then));

  const usable = new Promise((resolve) => {
    const look = () => {
      const field = find();
      if (!takesTyping(field)) {
        requestAnimationFrame(look);
        return;
      }
      // It has to outlast the frame, and what is typed has to outlast another: a page that draws itself anew loses both.
      afterThisFrame(() => {
        const at = performance.now();
        const before = heldBy(field);
        if (field === find() && takesTyping(field)) {
          field.focus();
          document.execCommand('insertText', false, 'typed');
        }
        bench.afterFrame(() => {
          if (field === find() && heldBy(field) !== before && heldBy(field).includes('typed')) resolve(at);
          else look();
        });
      });
    };
    requestAnimationFrame(look);
  });

  /** Once what this selector finds is there and drawn; without one, once the first field is. */
  const drawn = (selector) =>
    new Promise((resolve) => {
      const look = () => {
        if (document.querySelector(selector)) afterThisFrame(() => resolve(performance.now()));
        else requestAnimationFrame(look);
      };
      if (selector) requestAnimationFrame(look);
      else usable.then(resolve);
    });
  const whole = drawn(bench.whole);
  const ready = drawn(bench.ready);

  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask', buffered: true });
  /** Milliseconds of the longest task that ended after this time; 0 where none took 50. */
  bench.longestTask = (since) => {
    tasks.push(...observer.takeRecords());
    return Math.max(0, ...tasks.filter((task) => task.startTime + task.duration > since).map(({ duration }) => duration));
  };

  let memory;
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...from) => {
      const made = await original.apply(WebAssembly, from);
      const { exports } = made.instance ?? made;
      memory ??= bench.wasmMemory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory);
      return made;
    };
  }

  const loaded = new Promise((resolve) => addEventListener('load', resolve));
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  bench.loading = (async () => {
    const [at, wholeAt, readyAt] = await Promise.all([usable, whole, ready, loaded]);
    // What a page does after it looks ready keeps a person waiting too.
    await pause(1000);
    if (!heldBy(find() ?? document.head).includes('typed')) throw new Error('what was typed is gone');
    tasks.push(...observer.takeRecords());
    const paints = Object.fromEntries(performance.getEntriesByType('paint').map(({ name, startTime }) => [name, startTime]));
    return {
      usable: at,
      whole: wholeAt,
      ready: readyAt,
      firstPaint: paints['first-paint'],
      firstContentfulPaint: paints['first-contentful-paint'],
      longTasks: tasks.map(({ startTime, duration }) => ({ startTime, duration })),
      wasmMemory: memory?.buffer.byteLength ?? 0,
    };
  })();
})();
