import { writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import UPNG from 'upng-js';

interface Frame {
  picture: Buffer;
  /** How long it stands, in milliseconds. */
  standsFor: number;
}

const POINTER = 'recorded-pointer';
/** As many as a palette holds. */
const COLOURS = 256;

/** Plays once: whoever has read on is not drawn back by something that moves. The library's films go round and round. */
const playOnce = (film: ArrayBuffer): Buffer => {
  const bytes = Buffer.from(film);
  // Its chunk of the file has type, number of frames, number of plays and checksum, each of four bytes.
  const control = bytes.indexOf('acTL');
  bytes.writeUInt32BE(1, control + 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(control, control + 12)), control + 12);
  return bytes;
};

/** A film of the page, still by still, with the pointer that a screenshot leaves out. */
export class MovingPicture {
  private readonly frames: Frame[] = [];

  private constructor(private readonly page: Page) {}

  static async of(page: Page): Promise<MovingPicture> {
    await page.evaluate((id) => {
      const svg = (name: string, attributes: Record<string, string>): SVGElement => {
        const element = document.createElementNS('http://www.w3.org/2000/svg', name);
        for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
        return element;
      };
      const pointer = svg('svg', { id, width: '24', height: '28', 'aria-hidden': 'true' });
      // Its tip is at the top left.
      const shape = { d: 'M2 2v20l5-4 3.4 8 3.6-1.6-3.4-7.6H18z', fill: '#111', stroke: '#fff', 'stroke-width': '1.6' };
      pointer.append(svg('path', shape));
      Object.assign(pointer.style, { position: 'fixed', zIndex: '9', left: '560px', top: '420px', pointerEvents: 'none' });
      document.body.append(pointer);
    }, POINTER);
    return new MovingPicture(page);
  }

  /** Takes the window as it is. */
  async take(standsFor: number): Promise<void> {
    this.frames.push({ picture: await this.page.screenshot({ animations: 'disabled' }), standsFor });
  }

  /** Moves the pointer to the end of a control, where it hides no word, and takes the window before it is pressed. */
  async pointAt(control: Locator): Promise<void> {
    await control.scrollIntoViewIfNeeded();
    const box = await control.boundingBox();
    if (!box) throw new Error(`nothing to point at: ${control}`);
    const at = { left: `${box.x + Math.min(box.width - 30, 260)}px`, top: `${box.y + box.height / 2}px` };
    await this.page.locator(`#${POINTER}`).evaluate((pointer, at) => Object.assign((pointer as HTMLElement).style, at), at);
    await control.hover();
    await this.take(500);
  }

  async write(file: string): Promise<void> {
    const stills = this.frames.map(({ picture }) => UPNG.decode(new Uint8Array(picture).buffer));
    const { width, height } = stills[0]!;
    const pixels = stills.map((still) => UPNG.toRGBA8(still)[0]!);
    const delays = this.frames.map(({ standsFor }) => standsFor);
    await writeFile(file, playOnce(UPNG.encode(pixels, width, height, COLOURS, delays)));
  }
}
