import { Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DesktopDeliveryDetail } from '#shared/contract/desktop/delivery.ts';
import { DeliveryStatus } from '#shared/ui/delivery-status.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDate } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { deliveryQuery } from '../api/queries.ts';
import { useFocusBack } from '../frame/use-focus-back.ts';
import { DeliveryLines } from './delivery-lines.tsx';
import { Records } from './delivery-records.tsx';

interface DeliveryDrawerProps {
  id: string;
  /** Where its note is printed, and comes back from. */
  printPath: string;
  onClose: () => void;
}

/** One delivery beside the list, which stays in sight. */
export function DeliveryDrawer({ id, printPath, onClose }: DeliveryDrawerProps) {
  useFocusBack();
  const { data, error, isPending, refetch } = useQuery(deliveryQuery(id));
  const { t } = useTranslation('depot');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(720px, 100%)"
      title={<bdi>{data?.delivery.reference ?? t('deliveries.reference')}</bdi>}
    >
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={6} height={48} />}
      {data && <Detail detail={data} printPath={printPath} />}
    </Drawer>
  );
}

function Detail({ detail, printPath }: { detail: DesktopDeliveryDetail; printPath: string }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  const { delivery } = detail;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Group>
          <DeliveryStatus status={delivery.status} />
          {delivery.handed_in && <StateBadge state="depot">{t('delivery.handedIn')}</StateBadge>}
        </Group>
        <NextButton leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => navigate(printPath)}>
          {t('note.print')}
        </NextButton>
      </Group>
      <Facts detail={detail} />
      <DeliveryLines detail={detail} />
      <section aria-labelledby="records">
        <Title order={3} size="h4" id="records" mb="sm">
          {t('delivery.records')}
        </Title>
        {detail.records.length > 0 ? (
          <Records detail={detail} />
        ) : (
          <Text c="dimmed">{t(delivery.status === 'PENDING' ? 'delivery.noRecord' : 'delivery.elsewhere')}</Text>
        )}
      </section>
    </Stack>
  );
}

function Facts({ detail: { delivery, client, validated_by_name } }: { detail: DesktopDeliveryDetail }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  return (
    <div>
      <Text fw={600} fz="lg">
        <bdi>{delivery.client_name}</bdi>
      </Text>
      {client?.address && (
        <Text>
          <bdi>{client.address}</bdi>
        </Text>
      )}
      {client?.phone && (
        <Text>
          <bdi className="ltr">{client.phone}</bdi>
        </Text>
      )}
      <Text mt="xs">
        {t('delivery.plannedFor')} {formatDate(delivery.planned_for, language)}
        {delivery.driver_name && (
          <>
            {' · '}
            <bdi>{delivery.driver_name}</bdi>
          </>
        )}
      </Text>
      {validated_by_name && validated_by_name !== delivery.driver_name && (
        <Text fw={600}>
          {t('delivery.validatedBy')} <bdi>{validated_by_name}</bdi>
        </Text>
      )}
    </div>
  );
}
