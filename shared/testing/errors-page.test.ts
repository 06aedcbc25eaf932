import { expect, test } from 'vitest';
import { EVENT_HELP, REQUEST_HELP } from '#shared/contract/error-help.ts';
import { EVENT_ERRORS, REQUEST_ERRORS } from '#shared/contract/errors.ts';
import { errorsPage } from '#shared/contract/errors-page.ts';

test('[WIRE-4] the page of errors says of every code what the operator does, and is the table’s own words', async () => {
  const help = Object.values({ ...EVENT_HELP, ...REQUEST_HELP });
  for (const { title, operator } of help) {
    expect(title, operator).not.toMatch(/[.|\n]$|\|/);
    expect(operator, title).toMatch(/^[A-Z][^|\n]{20,}\.$/);
  }
  const page = errorsPage();
  for (const code of [...Object.keys(EVENT_ERRORS), ...Object.keys(REQUEST_ERRORS)])
    expect(page).toContain(`\`${code}\``);
  await expect(page).toMatchFileSnapshot('../docs/errors.md');
});
