/** The middle of the values: one slow round doesn't move it. */
export const median = (values: readonly number[]): number => {
  if (values.length === 0) throw new Error('no values to take the median of');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const worst = (values: readonly number[]): number => Math.max(...values);

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
/** Chromium tells of a task from here on. */
export const LONG_MS = 50;
/** How long the longest task took; 0 where none was long. */
export const longest = (value: number): string => (value < LONG_MS ? `under ${LONG_MS} ms` : milliseconds(value));

export const kilobytes = (value: number): string => `${(value / 1000).toFixed(1)} kB`;
export const megabytes = (value: number): string => `${(value / 1_000_000).toFixed(1)} MB`;
/** Where there is something on both sides. */
export const ratio = (value: number, of: number): string => (value > 0 && of > 0 ? (value / of).toFixed(2) : '–');
