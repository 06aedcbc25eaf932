import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconRoute } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { movedBy, nearestFirst, type RouteStop } from '#shared/domain/route.ts';
import { usePhone } from '../../app/phone-context.tsx';
import type { Stop } from '../../store/views.ts';

interface RouteEditorProps {
  /** What is still to be done, in the order of the route. */
  open: Stop[];
  /** Where the last thing was done, where that is known. */
  from: RouteStop['place'];
}

/** The order of the route, by two buttons a stop. It is kept with each tap. */
export function RouteEditor({ open, from }: RouteEditorProps) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const save = useMutation({ mutationFn: (ids: string[]) => phone.saveRoute(ids) });
  const ids = open.map(({ id }) => id);
  return (
    <>
      {open.some((stop) => placeOf(stop) !== null) && (
        <Button
          fullWidth
          leftSection={<IconRoute aria-hidden />}
          onClick={() =>
            save.mutate(
              nearestFirst(
                open.map(({ id, ...stop }) => ({ id, place: placeOf(stop) })),
                from,
              ),
            )
          }
        >
          {t('route.nearest')}
        </Button>
      )}
      <ol className="rows">
        {open.map((stop, index) => (
          <li key={stop.id} className="row">
            <span className="rank">{index + 1}</span>
            <Text component="span" className="row-main" fw={600}>
              <bdi>{stop.client_name}</bdi>
            </Text>
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                aria-label={t('route.up', { name: stop.client_name })}
                disabled={index === 0}
                onClick={() => save.mutate(movedBy(ids, stop.id, -1))}
              >
                <IconArrowUp aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={t('route.down', { name: stop.client_name })}
                disabled={index === open.length - 1}
                onClick={() => save.mutate(movedBy(ids, stop.id, 1))}
              >
                <IconArrowDown aria-hidden />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ol>
    </>
  );
}

export const placeOf = ({ lat, lng }: Pick<Stop, 'lat' | 'lng'>): RouteStop['place'] =>
  lat === null || lng === null ? null : { lat, lng };
