import { useTranslation } from 'react-i18next';
import { Moment } from '#shared/ui/moment.tsx';

/** Who wrote a rule, and when; what is shipped nobody here wrote. */
export function RuleAuthor({ by, at }: { by: string | null; at: string | null }) {
  const { t } = useTranslation('hq');
  if (by === null) return t('stamp.shipped');
  return (
    <>
      <bdi>{by}</bdi>
      {at && (
        <span className="second">
          <Moment at={at} />
        </span>
      )}
    </>
  );
}
