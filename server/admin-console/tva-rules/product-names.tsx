import { useTranslation } from 'react-i18next';
import { isolated } from '#shared/ui/paper/isolates.ts';
import { UNNAMED, useProducts } from '../api/directory.ts';

const SHOWN = 3;

/** The products of a rule: the first few by name, the others counted, all of them on hover. */
export function ProductNames({ ids }: { ids: readonly number[] }) {
  const { t } = useTranslation('hq');
  const products = useProducts();
  const names = ids.map((id) => isolated(products?.get(id)?.name ?? UNNAMED));
  const more = names.length - SHOWN;
  return (
    <span title={names.join(', ')}>
      {names.slice(0, SHOWN).join(', ')}
      {more > 0 && ` ${t('tva.more', { count: more })}`}
    </span>
  );
}
