import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { refusalIn } from './refusal.ts';

/** Why an act was not taken: its own sentence where HQ says which cause it was, else that of its code. */
export function Refused({ error }: { error: Error }) {
  const { t } = useTranslation(['hq', 'ui']);
  const { code } = failureIn(error);
  const refusal = refusalIn(error);
  if (refusal === null) return <ErrorNote code={code} />;
  return (
    <ErrorNote
      code={code}
      what={t(`hq:refused.${refusal}.what`)}
      safe={t('ui:error.INVALID_REQUEST.safe')}
      todo={t(`hq:refused.${refusal}.todo`)}
    />
  );
}
