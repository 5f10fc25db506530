import type { Page, TestDetails } from '@playwright/test';
import { EXPIRATIONS } from '../../../testing/facts.ts';
import { CreatePage, PLAIN_NAME } from '../../pages/create-page.ts';
import { POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

type Open = (setting?: { config?: Record<string, unknown>; emulatorArgs?: string[] }) => Promise<Portal>;

/** Opens the form where browser and service both stand still at an instant. */
const openAt = async (
  page: Page,
  portal: Open,
  now: string,
  policy: Record<string, unknown> = {},
): Promise<{ create: CreatePage; here: Portal }> => {
  await page.clock.setFixedTime(now);
  const here = await portal({ config: { policy }, emulatorArgs: ['--now', now] });
  return { create: await CreatePage.open(page, here), here };
};

/** The ends that reached the service, in order. */
const sentEnds = (here: Portal): (string | null)[] =>
  here.server.requests(POSTED).map(({ body }) => (JSON.parse(body) as { exp_date: string | null }).exp_date);

/** The words for an end in UTC → the form on the wire. */
const asSent = (utc: string): string => `${utc.replace(' ', 'T')}:00Z`;

const NOW = '2026-10-20T12:34:56Z';
/** Before a Ramadan for which all zone data agree on Morocco's clocks. */
const JANUARY = '2026-01-10T12:34:56Z';

/** Zones that differ from others by their offset alone: one engine is enough for those. */
const BY_OFFSET_ALONE = ['Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/St_Johns'];
const tagsOf = (zone: string): TestDetails => (BY_OFFSET_ALONE.includes(zone) ? RULES : {});

/** Each zone, which a browser may know under an older name, with a local time that only its own rules turn into this UTC. */
const ZONES = [
  {
    zone: 'America/New_York', preset: '2026-11-19 13:34',
    until: '2027-03-14T03:30', utc: '2027-03-14 07:30', words: /Sunday.*14 March 2027.*03:30/,
  },
  {
    zone: 'Europe/Lisbon', preset: '2026-11-19 13:34',
    until: '2027-07-01T00:15', utc: '2027-06-30 23:15', words: /Thursday.*1 July 2027.*00:15/,
  },
  {
    zone: 'Asia/Kathmandu', preset: '2026-11-19 12:34',
    until: '2027-01-01T00:00', utc: '2026-12-31 18:15', words: /Friday.*1 January 2027.*00:00/,
  },
  {
    zone: 'Pacific/Kiritimati', preset: '2026-11-19 12:34',
    until: '2027-01-01T00:00', utc: '2026-12-31 10:00', words: /Friday.*1 January 2027.*00:00/,
  },
  {
    zone: 'Pacific/Pago_Pago', preset: '2026-11-19 12:34',
    until: '2026-12-31T23:59', utc: '2027-01-01 10:59', words: /Thursday.*31 December 2026.*23:59/,
  },
  {
    zone: 'America/St_Johns', preset: '2026-11-19 13:34',
    until: '2027-02-01T10:00', utc: '2027-02-01 13:30', words: /Monday.*1 February 2027.*10:00/,
  },
  {
    zone: 'Australia/Lord_Howe', preset: '2026-11-19 12:34',
    until: '2027-06-01T10:00', utc: '2027-05-31 23:30', words: /Tuesday.*1 June 2027.*10:00/,
  },
  {
    zone: 'Africa/Casablanca', now: JANUARY, preset: '2026-02-09 12:34',
    until: '2026-02-20T10:00', utc: '2026-02-20 10:00', words: /Friday.*20 February 2026.*10:00/,
  },
];

for (const { zone, now = NOW, preset, until, utc, words } of ZONES) {
  test.describe(`in ${zone}`, tagsOf(zone), () => {
    test.use({ timezoneId: zone });

    test('what the page says before sending is what reaches the service', async ({ page, portal }) => {
      const { create, here } = await openAt(page, portal, now);
      await create.fill({ expiration: '30 days' });
      const itsName = await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
      await expect(create.meaning).toHaveText(`${preset} UTC · your time zone is ${itsName}`);
      await create.expectSays('in 30 days');
      const first = await create.submit();
      await expect(create.meaning).toHaveText(`${preset} UTC · your time zone is ${itsName}`);
      await (await first.finish()).createAnotherLikeThis.click();

      await create.fill({ expiration: 'Custom', until });
      await expect(create.meaning).toHaveText(`${utc} UTC · your time zone is ${itsName}`);
      await expect(page.getByRole('time')).toHaveText(words);
      await expect(page.getByText(`In your time zone, ${itsName}.`)).toBeVisible();
      await create.submit();
      await expect(create.meaning).toHaveText(`${utc} UTC · your time zone is ${itsName}`);
      await expect(page.getByRole('time')).toHaveText(words);

      expect(sentEnds(here)).toEqual([asSent(preset), asSent(utc)]);
      const created = (await here.emulator.tokens()).filter(({ name }) => name === PLAIN_NAME);
      const kept = created.map(({ exp_date }) => exp_date?.slice(0, 19));
      expect(kept).toEqual([asSent(preset).slice(0, 19), asSent(utc).slice(0, 19)]);
    });
  });
}

/** Local times at changes of the clock: those that never happen, and those that happen twice. */
const CHANGES = [
  {
    zone: 'America/New_York', skipped: '2027-03-14T02:30', instead: /03:30/,
    twice: '2026-11-01T01:30', first: '2026-11-01 05:30', second: '2026-11-01 06:30',
  },
  {
    zone: 'Europe/Lisbon', skipped: '2027-03-28T01:30', instead: /02:30/,
    twice: '2026-10-25T01:30', first: '2026-10-25 00:30', second: '2026-10-25 01:30',
  },
  {
    zone: 'America/St_Johns', skipped: '2027-03-14T02:00', instead: /03:00/,
    twice: '2026-11-01T01:59', first: '2026-11-01 04:29', second: '2026-11-01 05:29',
  },
  {
    zone: 'Australia/Lord_Howe', skipped: '2027-10-03T02:15', instead: /02:45/,
    twice: '2027-04-04T01:45', first: '2027-04-03 14:45', second: '2027-04-03 15:15',
  },
  {
    zone: 'Africa/Casablanca', now: JANUARY, skipped: '2026-03-22T02:30', instead: /03:30/,
    twice: '2026-02-15T02:30', first: '2026-02-15 01:30', second: '2026-02-15 02:30',
  },
];

for (const { zone, now = NOW, skipped, instead, twice, first, second } of CHANGES) {
  test.describe(`when clocks change in ${zone}`, tagsOf(zone), () => {
    test.use({ timezoneId: zone });

    test('a skipped time is refused with the reason, and of a double one the first is meant', async ({ page, portal }) => {
      const { create, here } = await openAt(page, portal, now);
      await create.fill({ expiration: 'Custom', until: skipped });
      await create.create.click();
      await create.errors.expectShown();
      const skips = /Clocks go forward that day and skip this time\. Enter another one, for example/;
      await create.errors.expectFor(create.customExpiration, skips);
      await create.errors.expectSays(instead);
      expect(sentEnds(here)).toEqual([]);

      await create.customExpiration.fill(twice);
      await create.expectSays(`this time occurs twice. The first one is used; the second would be ${second} UTC.`);
      await expect(create.meaning).toHaveText(`${first} UTC · your time zone is ${zone}`);
      await create.submit();
      expect(sentEnds(here)).toEqual([asSent(first)]);
    });
  });
}

test('every preset ends at the same time of day, and 90 days are preselected', async ({ page, portal }) => {
  const { create, here } = await openAt(page, portal, NOW);
  await expect(create.expiration.getByRole('option')).toHaveText(EXPIRATIONS);
  await expect(create.chosen(create.expiration)).toHaveText('90 days');
  await create.fill();
  const presets = {
    '7 days': '2026-10-27',
    '30 days': '2026-11-19',
    '60 days': '2026-12-19',
    '90 days': '2027-01-18',
    '1 year': '2027-10-20',
  };
  for (const [expiration, day] of Object.entries(presets)) {
    await create.expiration.selectOption({ label: expiration });
    await expect(create.meaning).toHaveText(`${day} 12:34 UTC · your time zone is UTC`);
    const result = await create.submit();
    await (await result.finish()).createAnotherLikeThis.click();
  }
  expect(sentEnds(here)).toEqual(Object.values(presets).map((day) => `${day}T12:34:00Z`));

  // Custom starts from the last choice.
  await create.expiration.selectOption({ label: 'Custom' });
  await expect(create.customExpiration).toHaveValue('2027-10-20T12:34');
});

test('Never is sent as null, and the page says what it means', async ({ page, portal }) => {
  const { create, here } = await openAt(page, portal, NOW);
  await create.fill({ expiration: 'Never' });
  await create.expectSays('Never expires: it works until somebody revokes it.');
  await create.submit({ review: true });
  await create.expectSays('Never expires: it works until somebody revokes it.');
  expect(sentEnds(here)).toEqual([null]);
  expect((await here.emulator.tokens()).at(-1)?.exp_date).toBeNull();
});

test('an end that has passed, comes too soon or is no date is refused with an example', async ({ page, portal }) => {
  const { create, here } = await openAt(page, portal, NOW);
  await create.fill({ expiration: 'Custom' });
  const refused = {
    '2026-10-20T12:30': /is in the past \(5 minutes ago\)\. Enter a later one, for example /,
    '2020-01-01T00:00': /is in the past \(6\.8 years ago\)/,
    '2026-10-20T12:39': /must be at least 5 minutes from now, for example /,
    '9999-12-31T00:00': /a year up to 9999 and a time, for example /,
    '': /^Enter the Expiration date and time, for example .*27 October 2026/,
  };
  for (const [until, message] of Object.entries(refused)) {
    await create.customExpiration.fill(until);
    await create.create.click();
    await create.errors.expectShown();
    await expect(create.errors.links).toHaveText(message);
    await create.errors.links.click();
    await expect(create.customExpiration).toBeFocused();
    await expect(create.customExpiration).toHaveValue(until);
  }
  await create.customExpiration.fill('2026-10-20T12:40');
  await create.submit();
  expect(sentEnds(here)).toEqual(['2026-10-20T12:40:00Z']);
});

test('a longest lifetime takes out what is longer, and is said with its last moment', RULES, async ({ page, portal }) => {
  const { create, here } = await openAt(page, portal, NOW, { maxLifetimeDays: 45 });
  await expect(create.expiration.getByRole('option')).toHaveText(['7 days', '30 days', '45 days', 'Custom']);
  await expect(create.chosen(create.expiration)).toHaveText('45 days');
  await expect(create.expiration).toHaveAccessibleDescription(/At most 45 days/);
  await create.fill({ expiration: 'Custom', until: '2026-12-04T12:35' });
  await create.create.click();
  const tooLong = /Tokens created here may be valid for at most 45 days\. Enter .*4 December 2026.*12:34.* or earlier\./;
  await create.errors.expectFor(create.customExpiration, tooLong);
  await create.customExpiration.fill('2026-12-04T12:34');
  await create.submit();
  expect(sentEnds(here)).toEqual(['2026-12-04T12:34:00Z']);
});

test('the end counts from the press of the button, however long the form was open', RULES, async ({ page, portal }) => {
  const { create, here } = await openAt(page, portal, NOW);
  await create.fill({ expiration: '7 days' });
  await page.clock.setFixedTime('2026-10-20T15:00:10Z');
  await create.submit();
  expect(sentEnds(here)).toEqual(['2026-10-27T15:00:00Z']);
});

test('an end that came too close during the review is refused after it', RULES, async ({ page, portal }) => {
  const { create, here } = await openAt(page, portal, NOW);
  await create.fill({ role: 'Administrators', expiration: 'Custom', until: '2026-10-20T12:45' });
  await create.create.click();
  await page.clock.setFixedTime('2026-10-20T12:44:00Z');
  await create.review.createAnyway.click();
  await create.errors.expectShown();
  await create.errors.expectFor(create.customExpiration, /must be at least 5 minutes from now/);
  expect(sentEnds(here)).toEqual([]);
});

for (const [part, at, typed, ends] of [
  ['month', 0, '05', '2030-05-02T03:04'],
  ['day', 1, '17', '2030-01-17T03:04'],
  ['minute', 4, '59', '2030-01-02T03:59'],
] as const) {
  test(`the ${part} of a typed date can be taken out and typed anew: the others stay`, async ({ page, portal }) => {
    const create = await CreatePage.open(page, await portal());
    await create.expiration.selectOption({ label: 'Custom' });
    await create.customExpiration.fill('2030-01-02T03:04');
    await create.customExpiration.focus();
    for (let step = 0; step < at; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Backspace');
    await expect(create.customExpiration).toHaveValue('');
    await settled(page);
    await page.keyboard.type(typed);
    await expect(create.customExpiration).toHaveValue(ends);
  });
}
