import { ActionIcon, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconCheck, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { LIMITS } from '#shared/contract/limits.ts';
import { matching } from '#shared/domain/search.ts';
import { type TourDay, tourId } from '#shared/domain/tour/tour-id.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { QuantityInput } from '#shared/ui/number/quantity-input.tsx';
import { askToBeCalled } from '../../app/kick.ts';
import { usePhone, usePhoneQuery } from '../../app/phone-context.tsx';
import { SaveFailure } from '../../app/save-failure.tsx';
import { Screen } from '../../app/screen.tsx';
import { useSaving } from '../../app/use-saving.ts';
import { useToday } from '../../app/use-today.ts';
import type { KeptForm } from '../../store/forms.ts';
import { tourForm } from '../../store/tours.ts';
import { EmptiesFields } from '../delivery/empties-fields.tsx';
import { ChequeFields } from '../payment/cheque-fields.tsx';
import { useProductNames } from '../product-names.ts';
import { useFormAsLeft, useKeptForm } from '../use-kept-form.ts';
import { usePickedLine } from '../use-picked-line.ts';
import {
  BLANK_COUNT,
  CONDITIONS,
  type CountedGoods,
  type CountForm,
  cashOf,
  countOf,
  isBlankCount,
  PIECES,
} from './count-form.ts';

import './van.css';

const RANGE = { min: 0, max: LIMITS.quantity };

/** Counts what came back. Nothing of what is expected is shown: whoever counts does not know it. */
export function CountScreen({ driverId }: { driverId: number }) {
  const { t } = useTranslation('phone');
  const { today } = useToday();
  const tour = today === undefined ? null : { driver_user_id: driverId, day: today };
  const form = useFormAsLeft(tourForm('count', tour === null ? '' : tourId(tour)), BLANK_COUNT);
  const id = tour && tourId(tour);
  const { data: replaces } = usePhoneQuery(['lastCount', id], async (phone) => {
    const records = id === null ? [] : await phone.recordsOfTour(id);
    return records.find(({ action, state }) => action === 'TOUR_COUNTED' && state !== 'person')?.event_id ?? null;
  });
  if (tour === null || form === undefined || replaces === undefined) {
    return (
      <Screen title={t('van.counting')} back={`/van/${driverId}`}>
        <LoadingShape rows={5} height={72} />
      </Screen>
    );
  }
  return <Form tour={tour} initial={form} replaces={replaces} />;
}

function Form({ tour, initial, replaces }: { tour: TourDay; initial: KeptForm<CountForm>; replaces: string | null }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [, navigate] = useLocation();
  const { content: form, event_id, type, isUnkept, settle } = useKeptForm(initial, isBlankCount);
  const details = countOf(tour, form, replaces);
  const saving = useSaving({
    save: async () => {
      if (details === null) return null;
      await settle(() => phone.recordOfTour({ event_id, tour_id: tourId(tour), action: 'TOUR_COUNTED', details }));
      return event_id;
    },
    onSaved: (id) => {
      void askToBeCalled();
      navigate(`/van/code/${id}`, { replace: true });
    },
  });
  return (
    <Screen
      title={t('van.counting')}
      back={`/van/${tour.driver_user_id}`}
      action={
        <NextButton
          leftSection={<IconCheck aria-hidden />}
          disabled={details === null || saving.isOver}
          loading={saving.isBusy}
          onClick={saving.save}
        >
          {t('van.saveCount')}
        </NextButton>
      }
    >
      <Stack gap="lg">
        {replaces !== null && <Text c="dimmed">{t('van.replaces')}</Text>}
        <Goods goods={form.goods} onChange={(goods) => type({ goods })} />
        <Cash form={form} onChange={(pieces) => type({ pieces })} />
        <Cheques cheques={form.cheques} onChange={(cheques) => type({ cheques })} />
        <EmptiesFields empties={form.empties} onChange={(empties) => type({ empties })} />
        <SaveFailure failure={saving.failure} isUnkept={isUnkept} />
      </Stack>
    </Screen>
  );
}

const FOUND_SHOWN = 6;

function Goods({ goods, onChange }: { goods: CountedGoods[]; onChange: (goods: CountedGoods[]) => void }) {
  const { t } = useTranslation('phone');
  const nameOf = useProductNames();
  const [wanted, setWanted] = useState('');
  const { list, pick } = usePickedLine<HTMLElement>();
  const { data: products = [] } = usePhoneQuery(['products'], (phone) => phone.products());
  const left = products.filter(({ id }) => !goods.some(({ product_id }) => product_id === id));
  const found =
    wanted.trim() === '' ? [] : matching(left, wanted, ({ name, name_ar, code }) => `${name} ${name_ar ?? ''} ${code}`);
  return (
    <section ref={list}>
      <Title order={2} size="h5">
        {t('van.goods')}
      </Title>
      {goods.map((line) => (
        <GoodsLine
          key={line.product_id}
          line={line}
          name={nameOf(line.product_id)}
          onChange={(next) => onChange(goods.map((old) => (old.product_id === next.product_id ? next : old)))}
          onRemove={() => onChange(goods.filter(({ product_id }) => product_id !== line.product_id))}
        />
      ))}
      <TextInput
        type="search"
        mt="xs"
        aria-label={t('sell.searchProduct')}
        placeholder={t('sell.searchProduct')}
        leftSection={<IconPlus aria-hidden />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <ul className="rows">
        {found.slice(0, FOUND_SHOWN).map(({ id }) => (
          <li key={id}>
            <button
              type="button"
              className="row"
              onClick={() => {
                onChange([...goods, { product_id: id, GOOD: 0, BROKEN: 0, EXPIRED: 0 }]);
                setWanted('');
                pick(id);
              }}
            >
              <bdi>{nameOf(id)}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {wanted.trim() !== '' && found.length === 0 && <Text c="dimmed">{t('stock.noMatch')}</Text>}
    </section>
  );
}

interface GoodsLineProps {
  line: CountedGoods;
  name: string;
  onChange: (line: CountedGoods) => void;
  onRemove: () => void;
}

function GoodsLine({ line, name, onChange, onRemove }: GoodsLineProps) {
  const { t } = useTranslation('phone');
  return (
    <div className="van-line" data-product={line.product_id}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>
          <bdi>{name}</bdi>
        </Text>
        <ActionIcon variant="subtle" aria-label={t('sell.remove', { name })} onClick={onRemove}>
          <IconX aria-hidden />
        </ActionIcon>
      </Group>
      {CONDITIONS.map((condition) => (
        <Counted
          key={condition}
          name={t(`van.condition.${condition}`)}
          of={name}
          value={line[condition]}
          onChange={(quantity) => onChange({ ...line, [condition]: quantity })}
        />
      ))}
    </div>
  );
}

interface CountedProps {
  name: string;
  of: string;
  value: CountForm['pieces'][number];
  onChange: (value: CountForm['pieces'][number]) => void;
}

function Counted({ name, of, value, onChange }: CountedProps) {
  const { t } = useTranslation('phone');
  const named = { name: `${of}, ${name}` };
  return (
    <div className="van-field">
      <Text>{name}</Text>
      <QuantityInput
        value={value}
        range={RANGE}
        labels={{ less: t('sell.less', named), more: t('sell.more', named), value: t('sell.quantity', named) }}
        onChange={onChange}
      />
    </div>
  );
}

function Cash({ form, onChange }: { form: CountForm; onChange: (pieces: CountForm['pieces']) => void }) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const sum = cashOf(form);
  return (
    <section>
      <Group justify="space-between">
        <Title order={2} size="h5">
          {t('van.cash')}
        </Title>
        <Text fw={600} role="status">
          {sum === null ? '—' : <Amount value={sum} />}
        </Text>
      </Group>
      {PIECES.map((value, place) => (
        <Counted
          key={value}
          name={t('van.piece', { value: value / 100 })}
          of={ui('payment.CASH')}
          value={form.pieces[place] ?? 0}
          onChange={(count) => onChange(form.pieces.map((old, at) => (at === place ? count : old)))}
        />
      ))}
    </section>
  );
}

function Cheques({
  cheques,
  onChange,
}: {
  cheques: CountForm['cheques'];
  onChange: (cheques: CountForm['cheques']) => void;
}) {
  const { t } = useTranslation('phone');
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('van.cheques')}
      </Title>
      <Stack>
        {cheques.map((cheque, place) => {
          const key = `cheque ${place + 1}`;
          return (
            <Stack gap="xs" key={key} role="group" aria-label={t('van.chequeOf', { place: place + 1 })}>
              <ChequeFields
                value={cheque}
                onChange={(next) => onChange(cheques.map((old, at) => (at === place ? next : old)))}
              />
              <Button variant="subtle" onClick={() => onChange(cheques.filter((_, at) => at !== place))}>
                {t('van.removeCheque', { place: place + 1 })}
              </Button>
            </Stack>
          );
        })}
        <Button
          leftSection={<IconPlus aria-hidden />}
          onClick={() => onChange([...cheques, { amount: null, bank: '', number: '' }])}
        >
          {t('van.addCheque')}
        </Button>
      </Stack>
    </section>
  );
}
