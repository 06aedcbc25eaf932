import { Text } from '@mantine/core';
import type { Company } from '#shared/contract/entities.ts';
import { usePhoneQuery } from '../../app/phone-context.tsx';

/** Trade register, tax, statistics and tax article numbers, as the law calls them. */
const IDENTITIES = { rc: 'RC', nif: 'NIF', nis: 'NIS', ai: 'AI' } as const satisfies Partial<
  Record<keyof Company, string>
>;

/** Who writes the invoice; nothing where HQ has not said it. */
export function CompanyHead() {
  const { data: company = null } = usePhoneQuery(['company'], (phone) => phone.company());
  if (company === null) return null;
  const identities = (Object.keys(IDENTITIES) as (keyof typeof IDENTITIES)[]).filter((key) => company[key] !== null);
  return (
    <header>
      <Text fw={600}>
        <bdi>{company.name}</bdi>
      </Text>
      {company.address !== null && (
        <Text size="sm" c="dimmed">
          <bdi>{company.address}</bdi>
        </Text>
      )}
      <Text size="sm" c="dimmed" mb="sm">
        {identities.map((key) => (
          <span key={key}>
            <bdi>
              {IDENTITIES[key]} {company[key]}
            </bdi>{' '}
          </span>
        ))}
      </Text>
    </header>
  );
}
