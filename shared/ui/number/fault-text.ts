import { useTranslation } from 'react-i18next';
import type { NumberFault, NumberForm, Range } from './typed-number.ts';

/** Says in a sentence why a text is no number of its field. */
export function useFaultText(form: NumberForm): (fault: NumberFault, range: Range) => string {
  const { t } = useTranslation('ui');
  return (fault, { min, max }) => t(`number.${fault}`, { min: form.show(min), max: form.show(max) });
}
