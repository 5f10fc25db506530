import { POSTED } from '../support/requests.ts';
import type { Portal } from '../support/portal.ts';
import { CreatePage } from './pages/create-page.ts';
import { Key, type Tab } from './tab.ts';
import { expect, test } from './test.ts';

/** Types the parts of a date into the field that has the focus. WebKit goes from one to the next at the arrow key only. */
const typeDate = async (tab: Tab, ...parts: string[]): Promise<void> => {
  for (const part of parts) await tab.type(part, Key.ARROW_RIGHT);
};

/** The ends that reached the service, in order. */
const sentEnds = (here: Portal): (string | null)[] =>
  here.server.requests(POSTED).map(({ body }) => (JSON.parse(body) as { exp_date: string | null }).exp_date);

/** Has the form ask for a date, and stands in its field. */
const chooseCustom = async (create: CreatePage): Promise<void> => {
  await create.expiration.choose('Custom');
  await create.customExpiration.expectShown();
  await create.expiration.press(Key.TAB);
  await create.customExpiration.expectFocused();
};

test('an end is typed part by part, and what the page says is what is sent', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill();
  await chooseCustom(create);
  await typeDate(tab, '01', '31', '2029', '11', '22', 'PM');
  await create.customExpiration.expectValue('2029-01-31T23:22');
  await tab.expectSays(/Expires Wednesday,? .*January.* 2029/, '2029-01-31 23:22 UTC');
  await create.submit();
  expect(sentEnds(here)).toEqual(['2029-01-31T23:22:00Z']);
});

test('a part that is taken out takes no other with it, and the end is asked for until it is whole', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill();
  await chooseCustom(create);
  await typeDate(tab, '01', '31', '2029', '11', '22', 'PM');
  await tab.type(...Array.from({ length: 4 }, () => Key.ARROW_LEFT), Key.BACK_SPACE);
  await create.customExpiration.expectValue('');
  await create.create.click();
  await create.expectErrorAt(create.customExpiration, /Enter the Expiration date and time, for example /);
  expect(sentEnds(here)).toEqual([]);
  await tab.type(Key.ARROW_RIGHT, '15');
  await create.customExpiration.expectValue('2029-01-15T23:22');
  await create.submit();
  expect(sentEnds(here)).toEqual(['2029-01-15T23:22:00Z']);
});

test.describe('in New York', () => {
  test.use({ timezoneId: 'America/New_York' });

  const NOW = '2026-10-20T12:34:56Z';

  test('a time that clocks skip is refused, and of one that comes twice the first is meant', async ({ tab, portal }) => {
    const here = await portal({ emulatorArgs: ['--now', NOW] });
    here.server.initScripts.push(`Date.now = () => ${Date.parse(NOW)};`);
    const create = await CreatePage.open(tab, here);
    await create.fill();
    await chooseCustom(create);
    await typeDate(tab, '03', '14', '2027', '02', '30', 'AM');
    await create.customExpiration.expectValue('2027-03-14T02:30');
    await create.create.click();
    await create.expectErrorAt(create.customExpiration, /Clocks go forward that day and skip this time\./);
    await typeDate(tab, '11', '01', '2026', '01', '30', 'AM');
    await tab.expectSays(
      'this time occurs twice. The first one is used; the second would be 2026-11-01 06:30 UTC.',
      '2026-11-01 05:30 UTC · your time zone is America/New_York',
    );
    await create.submit();
    expect(sentEnds(here)).toEqual(['2026-11-01T05:30:00Z']);
  });
});
