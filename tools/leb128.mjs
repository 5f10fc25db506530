/** Reads an unsigned number in LEB128, in which WebAssembly writes numbers: its value, and where the next byte is. */
export const readLeb = (bytes, at) => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, at];
  }
};
