import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/**
 * What a browser says by itself beside a field that is empty or wrong, in the language of the page: its own text is in the
 * language of the browser.
 */
export function FieldTexts() {
  const { t } = useTranslation('ui');
  useEffect(() => {
    const onInvalid = ({ target }: Event) => {
      if (isField(target) && !target.validity.customError)
        target.setCustomValidity(target.validity.valueMissing ? t('field.missing') : t('field.wrong'));
    };
    // Whatever is typed next is judged anew, the whole form: of several choices one is told of, and another chosen.
    const onInput = ({ target }: Event) => {
      if (!isField(target)) return;
      for (const field of target.form?.elements ?? [target]) if (isField(field)) field.setCustomValidity('');
    };
    document.addEventListener('invalid', onInvalid, true);
    document.addEventListener('input', onInput, true);
    document.addEventListener('change', onInput, true);
    return () => {
      document.removeEventListener('invalid', onInvalid, true);
      document.removeEventListener('input', onInput, true);
      document.removeEventListener('change', onInput, true);
    };
  }, [t]);
  return null;
}
