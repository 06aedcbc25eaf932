import { Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconTruckLoading } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { pickList } from '#shared/domain/pick-list.ts';
import { type TourDay, tourId } from '#shared/domain/tour/tour-id.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatDate, formatNumber } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
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
import { useProductNames } from '../product-names.ts';
import { useFormAsLeft, useKeptForm } from '../use-kept-form.ts';
import { asPicked, isAsPicked, LOAD_RANGE, type LoadForm, loadingOf } from './load-form.ts';

import './van.css';

/** Loads a driver's van: what the day's notes order, by product and lot, what expires first before the rest. */
export function LoadScreen({ driverId }: { driverId: number }) {
  const { t } = useTranslation('phone');
  const { today } = useToday();
  const { data: picked } = usePhoneQuery(['picked', driverId, today], async (phone) => {
    if (today === undefined) return null;
    const id = tourId({ driver_user_id: driverId, day: today });
    const [deliveries, lots, tour, records] = await Promise.all([
      phone.depotDeliveries(today),
      phone.lots(),
      phone.tourById(id),
      phone.recordsOfTour(id),
    ]);
    const ordered = deliveries
      .filter(({ driver_user_id }) => driver_user_id === driverId)
      .flatMap(({ lines }) => lines);
    // What HQ has not told yet stands in this phone's own record.
    const unsent = records.filter(
      ({ action, state }) => action === 'VAN_LOADED' && state !== 'hq' && state !== 'person',
    );
    const own = unsent.flatMap(
      ({ payload }) => (payload as { lines: { product_id: number; quantity: number }[] }).lines,
    );
    return pickList(ordered, [...(tour?.loaded ?? []), ...own], lots, today);
  });
  if (!picked || today === undefined) {
    return (
      <Screen title={t('van.loading')} back={`/van/${driverId}`}>
        <LoadingShape rows={5} height={72} />
      </Screen>
    );
  }
  if (picked.length === 0) {
    return (
      <Screen title={t('van.loading')} back={`/van/${driverId}`}>
        <EmptyState icon={IconTruckLoading} title={t('van.nothing')}>
          {t('van.nothingMore')}
        </EmptyState>
      </Screen>
    );
  }
  return <AsLeft tour={{ driver_user_id: driverId, day: today }} blank={asPicked(picked)} />;
}

function AsLeft({ tour, blank }: { tour: TourDay; blank: LoadForm }) {
  const [first] = useState(blank);
  const form = useFormAsLeft(tourForm('load', tourId(tour)), first);
  return form === undefined ? null : <Form tour={tour} initial={form} />;
}

function Form({ tour, initial }: { tour: TourDay; initial: KeptForm<LoadForm> }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [, navigate] = useLocation();
  const nameOf = useProductNames();
  const { content: form, event_id, type, isUnkept, settle } = useKeptForm(initial, isAsPicked);
  const details = loadingOf(tour, form);
  const saving = useSaving({
    save: async () => {
      if (details === null) return null;
      await settle(() => phone.recordOfTour({ event_id, tour_id: tourId(tour), action: 'VAN_LOADED', details }));
      return event_id;
    },
    onSaved: (id) => {
      void askToBeCalled();
      navigate(`/van/code/${id}`, { replace: true });
    },
  });
  return (
    <Screen
      title={t('van.loading')}
      back={`/van/${tour.driver_user_id}`}
      action={
        <NextButton
          leftSection={<IconCheck aria-hidden />}
          disabled={details === null || saving.isOver}
          loading={saving.isBusy}
          onClick={saving.save}
        >
          {t('van.saveLoad')}
        </NextButton>
      }
    >
      <Stack gap="sm">
        <TextInput
          label={t('van.vehicle')}
          value={form.vehicle}
          maxLength={100}
          dir="auto"
          onChange={(event) => type({ vehicle: event.currentTarget.value })}
        />
        <ul className="rows">
          {form.lines.map((line, place) => (
            <li key={`${line.product_id} ${line.lot_number}`} className="van-line">
              <LineText line={line} name={nameOf(line.product_id)} />
              <QuantityInput
                value={line.loaded}
                range={LOAD_RANGE}
                labels={labelsOf(t, nameOf(line.product_id), line.lot_number)}
                onChange={(loaded) =>
                  type({ lines: form.lines.map((old, at) => (at === place ? { ...old, loaded } : old)) })
                }
              />
            </li>
          ))}
        </ul>
        <SaveFailure failure={saving.failure} isUnkept={isUnkept} />
      </Stack>
    </Screen>
  );
}

function LineText({ line, name }: { line: LoadForm['lines'][number]; name: string }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  return (
    <div>
      <Text fw={600}>
        <bdi>{name}</bdi>
      </Text>
      <Text size="sm" c="dimmed">
        {line.lot_number === null ? (
          t('van.noLot')
        ) : (
          <>
            {t('van.lot')} <bdi>{line.lot_number}</bdi> · {t('van.until')}{' '}
            <bdi>{formatDate(line.expires_at ?? '', language)}</bdi>
          </>
        )}{' '}
        · {t('van.asked', { quantity: formatNumber(line.quantity) })}
      </Text>
    </div>
  );
}

/** What each part of a quantity is for, read out. */
function labelsOf(t: ReturnType<typeof useTranslation<'phone'>>['t'], product: string, lot: string | null) {
  const name = lot === null ? product : `${product}, ${lot}`;
  return { less: t('sell.less', { name }), more: t('sell.more', { name }), value: t('sell.quantity', { name }) };
}
