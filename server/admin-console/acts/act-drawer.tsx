import { Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ActRecord } from '#shared/contract/hq/acts.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { useOne } from '../api/use-one.ts';
import { DetailDrawer } from '../list/detail-drawer.tsx';
import { Facts } from '../list/facts.tsx';
import { PlainTable } from '../list/plain-table.tsx';
import { actText, shownMembers } from './act-text.ts';
import { MemberValue } from './member-value.tsx';

/** One act: who did it, from where, and what it changed. */
export function ActDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('hq');
  const reading = useOne('acts', id);
  const data = reading.data;
  return (
    <DetailDrawer
      reading={reading}
      opened={id !== ''}
      title={data && t(`acts.what.${actText(data.what)}`)}
      onClose={onClose}
    >
      {data && <Details act={data} />}
    </DetailDrawer>
  );
}

function Details({ act }: { act: ActRecord }) {
  const { t } = useTranslation('hq');
  const members = shownMembers(act.before, act.after);
  return (
    <Stack>
      <Facts
        facts={[
          { name: t('acts.about'), value: act.entity_name && <bdi>{act.entity_name}</bdi> },
          { name: t('acts.by'), value: <bdi>{act.user_name}</bdi> },
          { name: t('acts.at'), value: <Moment at={act.at} /> },
          { name: t('acts.device'), value: act.device_name && <bdi>{act.device_name}</bdi> },
          { name: t('form.reason'), value: act.reason && <bdi>{act.reason}</bdi> },
        ]}
      />
      {members.length > 0 && (
        <section>
          <Title order={2} size="h5" mb={4}>
            {t('acts.changed')}
          </Title>
          <PlainTable
            label={t('acts.changed')}
            rows={members}
            keyOf={({ name }) => name}
            columns={[
              { head: t('form.both.field'), cell: ({ name }) => t(`acts.member.${name}`) },
              { head: t('acts.before'), cell: ({ form, before }) => <MemberValue form={form} value={before} /> },
              { head: t('acts.after'), cell: ({ form, after }) => <MemberValue form={form} value={after} /> },
            ]}
          />
        </section>
      )}
    </Stack>
  );
}
