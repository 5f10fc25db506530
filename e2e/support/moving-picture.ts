import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';

interface Frame {
  picture: Buffer;
  /** How long it stands, in milliseconds. */
  standsFor: number;
}

/** The tip of the arrow is at the top left. */
const POINTER = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="28">
    <path d="M2 2v20l5-4 3.4 8 3.6-1.6-3.4-7.6H18z" fill="#111" stroke="#fff" stroke-width="1.6" stroke-linejoin="round"/>
  </svg>`,
);

/** A film of the page, still by still, with the pointer that a screenshot leaves out. */
export class MovingPicture {
  private readonly frames: Frame[] = [];
  private pointer = { left: 560, top: 420 };

  constructor(private readonly page: Page) {}

  /** Takes the window as it is. */
  async take(standsFor: number): Promise<void> {
    const still = await this.page.screenshot({ animations: 'disabled' });
    const picture = await sharp(still).composite([{ input: POINTER, ...this.pointer }]).png().toBuffer();
    this.frames.push({ picture, standsFor });
  }

  /** Moves the pointer to the end of a control, where it hides no word, and takes the window before it is pressed. */
  async pointAt(control: Locator): Promise<void> {
    await control.scrollIntoViewIfNeeded();
    const box = await control.boundingBox();
    if (!box) throw new Error(`nothing to point at: ${control}`);
    this.pointer = { left: Math.round(box.x + Math.min(box.width - 30, 260)), top: Math.round(box.y + box.height / 2) };
    await control.hover();
    await this.take(500);
  }

  /** Plays once: whoever has read on is not drawn back by something that moves. */
  async write(file: string): Promise<void> {
    await sharp(
      this.frames.map(({ picture }) => picture),
      { join: { animated: true } },
    )
      .webp({ delay: this.frames.map(({ standsFor }) => standsFor), loop: 1, quality: 80, effort: 6 })
      .toFile(file);
  }
}
