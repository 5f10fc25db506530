import { expect, type Page } from '@playwright/test';
import type { PortalServer } from './portal-server.ts';
import { LISTED } from './requests.ts';
import { settled } from './settled.ts';

/** Waits until the account's tokens were read, and the page has taken up what came. */
export const listRead = async (page: Page, server: PortalServer): Promise<void> => {
  await expect.poll(() => server.answeredRequests(LISTED).length).toBeGreaterThan(0);
  await settled(page);
};
