import type { Locator, Page } from '@playwright/test';

/** What a term is said to be, such as `Role` of a token. */
export const fact = (within: Locator | Page, term: string): Locator => within.locator(`dt:text-is("${term}") + dd`);
