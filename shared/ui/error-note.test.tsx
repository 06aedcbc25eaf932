import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { REQUEST_ERRORS } from '#shared/contract/errors.ts';
import { ErrorNote } from './error-note.tsx';
import { errorTextKey } from './error-text-key.ts';
import { createI18n } from './i18n/create-i18n.ts';
import { LANGUAGES } from './i18n/languages.ts';
import { ManchengoProvider } from './manchengo-provider.tsx';

test('[FORM-8] whatever went wrong, a person reads words and no code', async () => {
  const i18n = createI18n({});
  for (const language of LANGUAGES) {
    await i18n.changeLanguage(language);
    for (const code of [...Object.keys(REQUEST_ERRORS), 'STORAGE_FULL', 'OFFLINE', 'FROM_THE_FUTURE']) {
      const page = renderToStaticMarkup(
        <ManchengoProvider i18n={i18n}>
          <ErrorNote code={code} />
        </ManchengoProvider>,
      );
      expect(page).not.toContain(code);
      expect(page).toContain(i18n.t(`error.${errorTextKey(code)}.todo`));
    }
  }
});
