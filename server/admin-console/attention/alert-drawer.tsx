import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { AlertRecord } from '#shared/contract/hq/records.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots, useDevices, useProducts, useUsers } from '../api/directory.ts';
import { useChange } from '../api/use-change.ts';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { AboutLink } from './about-link.tsx';
import { alertText } from './alert-text.ts';
import { DetailValue } from './detail-value.tsx';
import { EntryLink } from './entry-link.tsx';
import { evidenceOf } from './evidence.ts';
import { detailName, sentenceOf, type Telling } from './evidence-text.ts';

/** One alert: its evidence in words, whom and what it is about, and who has looked at it. */
export function AlertDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const reading = useOne('alerts', id);
  const data = reading.data;
  return (
    <DetailDrawer
      reading={reading}
      opened={id !== ''}
      title={data && t(`attention.alert.${alertText(data.kind)}`)}
      onClose={onClose}
    >
      {data && (
        <Stack>
          <EvidenceText alert={data} />
          <AlertFacts alert={data} />
          <Seen alert={data} />
        </Stack>
      )}
    </DetailDrawer>
  );
}

function useTelling(): Telling {
  const { t } = useTranslation(['hq', 'ui']);
  const language = useLanguage();
  const users = useUsers();
  const products = useProducts();
  return {
    t,
    language,
    userName: (id) => users?.get(id)?.name ?? null,
    productName: (id) => products?.get(id)?.name ?? null,
  };
}

function EvidenceText({ alert }: { alert: AlertRecord }) {
  const telling = useTelling();
  const evidence = evidenceOf(alert.kind, alert.details);
  const sentence = sentenceOf(evidence, telling);
  return (
    <section aria-label={telling.t('attention.proof')}>
      {sentence !== null && <Text mb="sm">{sentence}</Text>}
      {evidence.rest.length > 0 && (
        <>
          <Title order={2} size="h5" mb={4}>
            {telling.t('attention.details')}
          </Title>
          <Facts
            facts={evidence.rest.map((detail) => ({
              name: detailName(detail, telling.t),
              value: <DetailValue detail={detail} telling={telling} />,
            }))}
          />
        </>
      )}
    </section>
  );
}

function AlertFacts({ alert }: { alert: AlertRecord }) {
  const { t } = useTranslation('hq');
  const depot = useDepots()?.get(alert.depot_id ?? 0);
  const device = useDevices()?.get(alert.device_id ?? '');
  const username = useUsers()?.get(alert.user_id ?? 0)?.username;
  const name = <bdi>{alert.user_name ?? UNNAMED}</bdi>;
  return (
    <Facts
      facts={[
        {
          name: t('attention.who'),
          value: username ? (
            <Anchor component={Link} to={`/users?q=${encodeURIComponent(username)}`} size="sm" underline="always">
              {name}
            </Anchor>
          ) : (
            name
          ),
        },
        { name: t('attention.about'), value: alert.reference !== null && <AboutLink event={alert} /> },
        { name: t('attention.what'), value: alert.event_id !== null && <EntryLink id={alert.event_id} /> },
        { name: t('attention.device'), value: device && <bdi>{device.name}</bdi> },
        { name: t('attention.depot'), value: depot && <bdi>{depot.name}</bdi> },
        { name: t('attention.at'), value: <Moment at={alert.created_at} /> },
      ]}
    />
  );
}

/** Whether somebody has looked at it; once somebody has, that stays. */
function Seen({ alert }: { alert: AlertRecord }) {
  const { t } = useTranslation('hq');
  const see = useChange<'POST /alerts/:id/seen'>();
  return (
    <>
      {see.error && <ErrorNote code={failureIn(see.error).code} />}
      <Text size="sm" role="status">
        {alert.seen_at !== null && (
          <>
            {t('attention.seenBy', { name: alert.seen_by_name ?? UNNAMED })} · <Moment at={alert.seen_at} />
          </>
        )}
      </Text>
      {alert.seen_at === null && (
        <Group>
          <NextButton
            leftSection={<IconEye size={18} aria-hidden />}
            loading={see.isPending}
            onClick={() => see.mutate(hqRequest('POST /alerts/:id/seen', { params: { id: alert.id } }))}
          >
            {t('attention.see')}
          </NextButton>
        </Group>
      )}
    </>
  );
}
