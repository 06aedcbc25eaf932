import { IconBuildingWarehouse } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Depot } from '#shared/contract/entities.ts';
import { hqRequest } from '../api/client.ts';
import { useHubs } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { EditDialog } from '../form/edit-dialog.tsx';
import { type Field, textOrNull } from '../form/fields.ts';
import { entityOf } from '../form/use-edit.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { ListBody } from '../list/list-body.tsx';
import { ListHead } from '../list/list-head.tsx';
import { useOpened } from '../list/use-params.ts';
import { useSortedList } from '../list/use-sorted-list.ts';
import { useMayAct } from '../session/session-context.tsx';

/** The company's depots, also those that have no PC yet. */
export function DepotsScreen() {
  const { t } = useTranslation('hq');
  const opened = useOpened();
  const list = useSortedList('depots', {});
  const mayAct = useMayAct();
  const more: Field[] = [
    { name: 'name', label: t('depots.name'), kind: 'text' },
    { name: 'address', label: t('depots.address'), kind: 'text', optional: true },
    { name: 'phone', label: t('depots.phone'), kind: 'digits', optional: true },
  ];
  const fields: Field[] = [
    { name: 'code', label: t('depots.code'), hint: t('depots.codeHint'), kind: 'text' },
    ...more,
  ];
  return (
    <>
      <ListHead
        title={t('depots.title')}
        list={list}
        action={
          <ActButton isNext onClick={() => opened.show({ act: 'new' })}>
            {t('depots.create')}
          </ActButton>
        }
      />
      <ListBody
        list={list}
        columns={useColumns()}
        label={t('depots.title')}
        keyOf={({ id }) => String(id)}
        opened={opened.open}
        {...(mayAct && { onOpen: ({ id }: Depot) => opened.show({ open: String(id) }) })}
        clearFilters={null}
        empty={{ icon: IconBuildingWarehouse, title: t('depots.none'), text: t('depots.noneMore') }}
      />
      <EditDialog
        of={mayAct ? entityOf('depots', opened.open) : null}
        title={t('depots.edit')}
        fields={more}
        toValues={({ name, address = null, phone = null }) => ({ name, address, phone })}
        toBody={({ name, address, phone }) => ({
          name: textOrNull(name),
          address: textOrNull(address),
          phone: textOrNull(phone),
        })}
        onClose={opened.close}
      />
      <ActDialog
        opened={mayAct && opened.act === 'new'}
        title={t('depots.create')}
        onClose={opened.close}
        fields={fields}
        toChange={({ code, name, address, phone }) =>
          hqRequest('POST /depots', {
            body: {
              code: String(code).trim().toUpperCase(),
              name: textOrNull(name),
              address: textOrNull(address),
              phone: textOrNull(phone),
            },
          })
        }
        submit={t('depots.create')}
      />
    </>
  );
}

function useColumns(): Column<Depot>[] {
  const { t } = useTranslation('hq');
  const hubs = [...(useHubs()?.values() ?? [])];
  return [
    {
      head: t('depots.code'),
      cell: ({ code }) => <bdi>{code}</bdi>,
      sort: 'code',
    },
    {
      head: t('depots.name'),
      cell: ({ name }) => <bdi>{name}</bdi>,
      sort: 'name',
    },
    {
      head: t('depots.hub'),
      cell: ({ id }) => {
        const names = hubs.filter(({ depot_id }) => depot_id === id).map(({ name }) => name);
        return names.length > 0 ? <bdi>{names.join(', ')}</bdi> : t('depots.noHub');
      },
    },
  ];
}
