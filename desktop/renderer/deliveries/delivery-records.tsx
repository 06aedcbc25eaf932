import { Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeliveryRecord, DesktopDeliveryDetail } from '#shared/contract/desktop/delivery.ts';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { formatAmount } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { productName } from '#shared/ui/product-name.ts';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { PhotoView } from './photo-view.tsx';
import { whatWas, whyFailed } from './record-text.ts';

/** What was handed in here about a delivery: who, when, why, and what was signed and photographed. */
export function Records({ detail: { records, products } }: { detail: DesktopDeliveryDetail }) {
  const language = useLanguage();
  const names = new Map(products.map((product) => [product.id, productName(product, language)]));
  return (
    <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {records.map((record) => (
        <Paper component="li" withBorder p="md" key={record.event_id}>
          <Head record={record} />
          <Said record={record} names={names} />
          <Pictures record={record} />
        </Paper>
      ))}
    </Stack>
  );
}

function Head({ record }: { record: DeliveryRecord }) {
  const { t } = useTranslation(['depot', 'ui']);
  const { user_name, custody, error_code, details } = record;
  return (
    <>
      <Group justify="space-between">
        <Text fw={600}>
          {t(`delivery.what.${whatWas(record)}`)}
          {details.reason !== undefined && ` : ${t(`delivery.failed.${whyFailed(details.reason)}`)}`}
        </Text>
        {error_code === null && (
          <StateBadge state={custody === 'AT_HQ' ? 'hq' : 'depot'}>
            {t(custody === 'AT_HQ' ? 'delivery.atHq' : 'delivery.here')}
          </StateBadge>
        )}
      </Group>
      <Text c="dimmed" component="div">
        <Moment at={record.at} /> {user_name !== null && t('delivery.by', { name: `\u2068${user_name}\u2069` })}
      </Text>
      {error_code !== null && (
        <StateBadge state="person">
          {t('delivery.refused', { reason: t(`ui:reason.${reasonText(error_code)}`) })}
        </StateBadge>
      )}
    </>
  );
}

function Said({ record: { details }, names }: { record: DeliveryRecord; names: ReadonlyMap<number, string> }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const { received_by, cash_collected, note, lines = [] } = details;
  const said = [
    received_by && t('delivery.receivedBy', { name: `\u2068${received_by}\u2069` }),
    cash_collected !== undefined && t('delivery.cash', { amount: formatAmount(cash_collected, language) }),
    note && t('delivery.note', { note: `\u2068${note}\u2069` }),
    ...lines.map(
      ({ product_id, reason }) =>
        reason && t('delivery.lineReason', { product: `\u2068${names.get(product_id) ?? '—'}\u2069`, reason }),
    ),
  ];
  return said.filter(Boolean).map((sentence) => <Text key={String(sentence)}>{sentence}</Text>);
}

function Pictures({ record: { signature, photos } }: { record: DeliveryRecord }) {
  const { t } = useTranslation('depot');
  if (signature === null && photos.length === 0) return null;
  return (
    <Group mt="sm" align="start">
      {signature && <PhotoView picture={signature} label={t('delivery.signature')} />}
      {photos.map((picture, index) => (
        <PhotoView key={picture.sha256} picture={picture} label={t('delivery.photo', { number: index + 1 })} />
      ))}
    </Group>
  );
}
