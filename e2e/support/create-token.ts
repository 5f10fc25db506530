import type { Page } from '@playwright/test';
import { CreatePage, type NewToken } from '../pages/create-page.ts';
import type { ResultPage } from '../pages/result-page.ts';

/** What has been created, and the views that it went through. */
export interface Created {
  create: CreatePage;
  result: ResultPage;
  token: string;
  /** The digits in front of the token's secret. */
  id: string;
}

/** Opens the page, creates a token, and stands where it is shown. */
export const createToken = async (page: Page, place: { url: string }, fields: NewToken = {}): Promise<Created> => {
  const create = await CreatePage.open(page, place);
  await create.fill(fields);
  const result = await create.submit({ review: fields.role === 'Administrators' || fields.expiration === 'Never' });
  const token = await result.readToken();
  return { create, result, token, id: token.split(/[_$]/)[0] ?? '' };
};
