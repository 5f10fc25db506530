import { CreatePage } from '../../pages/create-page.ts';
import { ACCOUNT } from '../../../testing/emulator.ts';
import type { Fault } from '../../support/portal-server.ts';
import { CHROMIUM_ONLY, expect, test } from '../../support/test.ts';

const POSTED = { method: 'POST' } as const;
const LISTED = { method: 'GET', path: /\/tokens$/ } as const;
const MAY_EXIST = /A token may have been created all the same/;

const SILENT: { what: string; fault: Fault; timeoutSeconds?: number; says: RegExp[]; made: boolean }[] = [
  { what: 'the connection ends before any answer', fault: { kind: 'refuse' }, says: [/No answer came from/, /\(CORS\)/, /"apiBase"/], made: false },
  { what: 'the connection ends in the middle of the answer', fault: { kind: 'cut' }, says: [/No answer came from/, /\(CORS\)/], made: true },
  { what: 'no answer comes in time', fault: { kind: 'silence' }, timeoutSeconds: 3, says: [/No answer came within 3 seconds/], made: false },
];

for (const { what, fault, timeoutSeconds = 30, says, made } of SILENT) {
  test(`says that a token may exist when ${what}, and asks only once`, async ({ page, portal }) => {
    const here = await portal({ config: { timeoutSeconds } });
    here.server.fail(POSTED, fault);
    // Long enough for what is said first to be seen, and shorter than the page's own patience.
    here.server.fail(LISTED, { kind: 'delay', milliseconds: 2_500 });
    const create = await CreatePage.open(page, here);
    await create.fill({ name: 'perhaps' });
    await create.create.click();
    await create.errors.expectShown();
    await expect(create.announcement).toHaveText('It is not known whether a token was created');
    await create.errors.expectSays(...says, MAY_EXIST);
    await create.expectKept({ name: 'perhaps' });
    await create.lost.expectVerdict(made ? 'made' : 'not made');
    expect(here.server.requests(POSTED)).toHaveLength(1);
    const names = (await here.emulator.tokens()).map(({ name }) => name);
    expect(names.includes('perhaps')).toBe(made);
  });
}

// Firefox logs a refused request to another origin as an uncaught error, which fails any test.
test('says that a network without a service and a refusing service look alike', CHROMIUM_ONLY, async ({ page, portal, expected }) => {
  expected.consoleError(/blocked by CORS policy/);
  const here = await portal({ crossOrigin: true, config: ({ emulatorOrigin }) => ({ apiBase: emulatorOrigin }) });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.lookUp.click();
  await create.errors.expectShown();
  await create.errors.expectSays(`No answer came from ${here.emulator.origin}`, /a browser can't tell the two apart/);
  await create.errors.expectSays('You can still enter the Account ID yourself.');

  await create.create.click();
  await expect(create.errors.region.getByText(MAY_EXIST)).toBeVisible();
  await create.errors.expectShown();
  expect((await here.emulator.tokens()).filter(({ name }) => name === 'deploy pipeline')).toEqual([]);
});

test('an offline browser keeps what was typed', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  await page.context().setOffline(true);
  await create.create.click();
  await create.errors.expectShown();
  await create.errors.expectSays(/No answer came from/);
  await create.expectKept();
  expect(here.server.requests(POSTED)).toEqual([]);

  await create.lost.expectVerdict('not known');
  await page.context().setOffline(false);
  await create.lost.lookAgain.click();
  await create.lost.expectVerdict('not made');
  await create.submit();
  expect(here.server.requests(POSTED)).toHaveLength(1);
});

test('a service of another origin that allows the page is called directly', async ({ page, portal }) => {
  const here = await portal({
    crossOrigin: true,
    config: ({ emulatorOrigin }) => ({ apiBase: emulatorOrigin }),
    emulatorArgs: ({ portalOrigin }) => ['--cors-origin', portalOrigin],
  });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.lookUp.click();
  await expect(create.account).toHaveValue(String(ACCOUNT));
  const result = await create.submit();
  expect(await here.emulator.whoAmI(await result.readToken())).toEqual({ status: 200, role: 'Engineers' });
  expect(here.server.apiRequests).toEqual([]);
});
