import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TvaRuleRecord } from '#shared/contract/hq/tva-rules.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { dayOf, formatDate, formatPercent } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { ask, hqRequest } from '../api/client.ts';
import { useProducts } from '../api/directory.ts';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { useOpened } from '../list/use-params.ts';
import { useSession } from '../session/session-context.tsx';
import { RuleAuthor } from '../stamp-rules/rule-author.tsx';
import { RuleState } from '../stamp-rules/rule-state.tsx';
import { NewTvaDialog } from './new-tva-dialog.tsx';
import { ProductNames } from './product-names.tsx';
import { RatesToday } from './rates-today.tsx';
import { isInForce } from './rule-in-force.ts';

/** The rates of TVA: what products bear today, what some will from a day on, and what was written before. */
export function TvaRulesScreen() {
  const { t } = useTranslation('hq');
  const session = useSession();
  const opened = useOpened();
  const products = useProducts();
  const { data, error } = useQuery({
    queryKey: ['tva-rules'],
    queryFn: () => ask(session, hqRequest('GET /tva-rules')),
  });
  usePageTitle(t('nav.tvaRules'));
  return (
    <Stack>
      <Title order={1} size="h3">
        {t('nav.tvaRules')}
      </Title>
      <Text size="sm">{t('tva.intro')}</Text>
      {error && <ErrorNote code={failureIn(error).code} />}
      {!(data && products) && !error && <LoadingShape rows={4} height={44} />}
      {data && products && (
        <>
          <RatesToday products={[...products.values()]} />
          {data.items.length === 0 ? <Text>{t('tva.none')}</Text> : <Rules rows={data.items} />}
          <div>
            <ActButton act="POST /tva-rules" isNext onClick={() => opened.show({ act: 'new' })}>
              {t('tva.add')}
            </ActButton>
          </div>
          <NewTvaDialog opened={opened.act === 'new'} products={[...products.values()]} onClose={opened.close} />
        </>
      )}
    </Stack>
  );
}

function Rules({ rows }: { rows: TvaRuleRecord[] }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const today = dayOf(systemClock.now());
  const columns: Column<TvaRuleRecord>[] = [
    { head: t('stamp.since'), cell: ({ since }) => <bdi>{formatDate(since, language)}</bdi> },
    { head: t('products.vat'), cell: ({ tva_rate }) => <bdi className="ltr">{formatPercent(tva_rate)}</bdi> },
    { head: t('tva.products'), cell: ({ product_ids }) => <ProductNames ids={product_ids} /> },
    {
      head: t('deliveries.status'),
      cell: (rule) => (
        <RuleState
          since={rule.since}
          today={today}
          isReplaced={rule.is_replaced}
          isInForce={isInForce(rule, rows, today)}
        />
      ),
    },
    { head: t('stamp.author'), cell: ({ user_name, created_at }) => <RuleAuthor by={user_name} at={created_at} /> },
    { head: t('form.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
  ];
  return <DataTable columns={columns} rows={rows} label={t('nav.tvaRules')} keyOf={({ id }) => String(id)} />;
}
