import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { changedParams } from '../list/use-params.ts';

/** What a device said, over the screen as it stands: the way back leads to what named it. */
export function EntryLink({ id }: { id: string }) {
  const { t } = useTranslation('hq');
  const [params] = useSearchParams();
  return (
    <Anchor component={Link} to={`/attention?${changedParams(params, { entry: id })}`} size="sm" underline="always">
      {t('attention.readEntry')}
    </Anchor>
  );
}
