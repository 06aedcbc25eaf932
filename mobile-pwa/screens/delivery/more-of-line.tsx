import { ActionIcon, Autocomplete, Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract/limits.ts';
import { QuantityInput } from '#shared/ui/number/quantity-input.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import type { DraftedLine, DraftedLot } from '../../store/views.ts';
import type { NamedProduct } from '../product-names.ts';
import { lotsFault } from './lots.ts';

interface MoreOfLineProps {
  entry: DraftedLine;
  product: NamedProduct;
  onChange: (entry: DraftedLine) => void;
}

/** Lots, where the product is tracked by them, and what the client gives back of earlier sales. */
export function MoreOfLine({ entry, product, onChange }: MoreOfLineProps) {
  const { t } = useTranslation('phone');
  const [isOpen, { open }] = useDisclosure(entry.returned !== 0);
  const { name } = product;
  return (
    <div className="line-more">
      {product.lot_tracked && <Lots entry={entry} product={product} onChange={onChange} />}
      {isOpen ? (
        <div className="line-field">
          <Text>{t('delivery.returned')}</Text>
          <QuantityInput
            value={entry.returned}
            range={{ min: 0, max: LIMITS.quantity }}
            labels={{
              less: t('delivery.returnedLess', { name }),
              more: t('delivery.returnedMore', { name }),
              value: t('delivery.returnedQuantity', { name }),
            }}
            onChange={(returned) => onChange({ ...entry, returned })}
          />
        </div>
      ) : (
        <Button variant="subtle" aria-label={t('delivery.returnOf', { name })} onClick={open}>
          {t('delivery.return')}
        </Button>
      )}
    </div>
  );
}

function Lots({ entry, product, onChange }: MoreOfLineProps) {
  const { t } = useTranslation('phone');
  const { data: known = [] } = usePhoneQuery(['lots', product.id], (phone) => phone.lotNumbers(product.id));
  const change = (index: number, next: DraftedLot | null) =>
    onChange({ ...entry, lots: entry.lots.flatMap((lot, at) => (at === index ? (next ?? []) : lot)) });
  const fault = lotsFault(entry);
  return (
    <>
      {entry.lots.map((lot, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a lot has no other name until it is typed.
        <div className="line-field" key={index}>
          <Autocomplete
            size="lg"
            className="lot-number"
            aria-label={t('delivery.lotOf', { name: product.name, place: index + 1 })}
            placeholder={t('delivery.lot')}
            data={known}
            value={lot.lot_number}
            maxLength={100}
            onChange={(lot_number) => change(index, { ...lot, lot_number })}
          />
          <QuantityInput
            value={lot.quantity}
            range={{ min: 1, max: LIMITS.quantity }}
            labels={{
              less: t('delivery.lotLess', { name: product.name, place: index + 1 }),
              more: t('delivery.lotMore', { name: product.name, place: index + 1 }),
              value: t('delivery.lotQuantity', { name: product.name, place: index + 1 }),
            }}
            onChange={(quantity) => change(index, { ...lot, quantity })}
          />
          <ActionIcon
            variant="subtle"
            aria-label={t('delivery.lotRemove', { name: product.name, place: index + 1 })}
            onClick={() => change(index, null)}
          >
            <IconX aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {fault !== null && (
        <Text role="alert" c="var(--state-person)">
          {t(`delivery.lots.${fault}`)}
        </Text>
      )}
      <Button
        variant="subtle"
        leftSection={<IconPlus aria-hidden />}
        aria-label={t('delivery.lotAddOf', { name: product.name })}
        onClick={() =>
          onChange({
            ...entry,
            lots: [...entry.lots, { lot_number: '', quantity: entry.lots.length ? 1 : entry.delivered }],
          })
        }
      >
        {t('delivery.lotAdd')}
      </Button>
    </>
  );
}
