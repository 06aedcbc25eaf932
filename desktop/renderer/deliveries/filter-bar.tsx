import { CloseButton, Group, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { DayInput } from '#shared/ui/day/day-input.tsx';
import type { Driver, Filter } from './filter.ts';

interface FilterBarProps {
  filter: Filter;
  day: string;
  drivers: Driver[];
  change: (part: Partial<Filter>) => void;
  search: RefObject<HTMLInputElement | null>;
}

const STATUSES = ['PENDING', 'VALIDATED', 'PARTIAL', 'FAILED', 'CANCELLED'] as const;

/** The filters of a day's list: search text, driver and state. */
export function FilterBar({ filter, day, drivers, change, search }: FilterBarProps) {
  const { t } = useTranslation(['depot', 'ui']);
  return (
    <Group mb="md" align="end" role="search">
      <TextInput
        ref={search}
        flex={1}
        miw={240}
        size="md"
        label={t('deliveries.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        aria-keyshortcuts="/"
        value={filter.search}
        onChange={(typed) => change({ search: typed.currentTarget.value })}
        rightSection={
          filter.search && (
            <CloseButton aria-label={t('ui:action.clearSearch')} onClick={() => change({ search: '' })} />
          )
        }
      />
      <Select
        size="md"
        w={160}
        label={t('deliveries.status')}
        placeholder={t('deliveries.all')}
        clearable
        data={STATUSES.map((status) => ({ value: status, label: t(`ui:delivery.${status}`) }))}
        value={filter.status}
        onChange={(status) => change({ status })}
      />
      <Select
        size="md"
        w={200}
        label={t('deliveries.driver')}
        placeholder={t('delivery.allDrivers')}
        clearable
        data={drivers.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={filter.driver === null ? null : String(filter.driver)}
        onChange={(driver) => change({ driver: driver === null ? null : Number(driver) })}
      />
      <DayInput
        w={180}
        size="md"
        label={t('deliveries.day')}
        value={day}
        clearable={false}
        onChange={(picked) => change({ day: picked })}
      />
    </Group>
  );
}
