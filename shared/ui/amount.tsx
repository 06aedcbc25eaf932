import { formatAmount, formatAmountBare } from './format.ts';
import { useLanguage } from './i18n/use-language.ts';

export interface AmountProps {
  /** In centimes. */
  value: number;
  /** Without `DA`, where a column's head says it. */
  bare?: boolean;
}

export function Amount({ value, bare = false }: AmountProps) {
  const language = useLanguage();
  return (
    <bdi className="tabular" style={{ whiteSpace: 'nowrap' }}>
      {bare ? formatAmountBare(value) : formatAmount(value, language)}
    </bdi>
  );
}
