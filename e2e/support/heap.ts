import type { CDPSession } from '@playwright/test';

/** All strings that are alive in a page's JavaScript heap, after a collection of garbage. Chromium alone tells. */
export const stringsInHeap = async (protocol: CDPSession): Promise<string[]> => {
  const chunks: string[] = [];
  const collect = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  protocol.on('HeapProfiler.addHeapSnapshotChunk', collect);
  // What finalizers let go of is gone only at the next collection.
  for (let round = 0; round < 3; round++) await protocol.send('HeapProfiler.collectGarbage');
  await protocol.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  protocol.off('HeapProfiler.addHeapSnapshotChunk', collect);
  return (JSON.parse(chunks.join('')) as { strings: string[] }).strings;
};
