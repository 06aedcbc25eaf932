import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Amount } from '#shared/ui/amount.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { Fact } from '../fact.tsx';
import { useProductNames } from '../product-names.ts';
import type { TourPaper } from './shown-paper.ts';

type Parts = Pick<TourPaper, 'goods' | 'cash' | 'cheques' | 'empties'>;

/** Goods, money and empties of a tour, line by line. */
export function PaperLines({ paper: { goods, cash, cheques, empties } }: { paper: Parts }) {
  const { t } = useTranslation('phone');
  const nameOf = useProductNames();
  return (
    <>
      <ul className="rows delivery-lines">
        {goods.map(({ product_id, lot_number, condition, quantity }) => (
          <li key={`${product_id} ${lot_number} ${condition}`} className="row">
            <span className="row-main">
              <bdi>{nameOf(product_id)}</bdi>
              <Text component="span" display="block" size="sm" c="dimmed">
                {lot_number !== null && (
                  <>
                    {t('van.lot')} <bdi>{lot_number}</bdi>
                  </>
                )}
                {lot_number !== null && condition !== null && ' · '}
                {condition !== null && t(`van.condition.${condition}`)}
              </Text>
            </span>
            <Text component="span" fw={600} className="ltr">
              {formatNumber(quantity)}
            </Text>
          </li>
        ))}
      </ul>
      <dl className="facts">
        {cash !== null && (
          <Fact name={t('day.cash')}>
            <Amount value={cash} />
          </Fact>
        )}
        {cheques.map(({ bank, number, amount }) => (
          <Fact key={`${bank} ${number}`} name={t('delivery.cheque')}>
            <bdi>
              {bank} {number}
            </bdi>{' '}
            · <Amount value={amount} />
          </Fact>
        ))}
        {empties.map(({ kind, given, taken_back }) => (
          <Fact key={kind} name={t(`delivery.empty.${kind}`)}>
            {t('delivery.given')} {formatNumber(given)} · {t('delivery.taken_back')} {formatNumber(taken_back)}
          </Fact>
        ))}
      </dl>
    </>
  );
}
