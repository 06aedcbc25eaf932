import { Tabs, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { overviewQuery } from '../api/queries.ts';
import { DeskSection } from '../desk/desk-section.tsx';
import { AttentionCard } from '../home/attention-card.tsx';
import { NetworkStep } from '../setup/network-step.tsx';
import { About } from './about.tsx';
import { Journal } from './journal.tsx';
import { SECTION_NAMES, SECTIONS, type Section } from './sections.ts';
import { Settings } from './settings.tsx';

/** What is asked for now and then; each section has an address of its own. */
export function MoreScreen({ section }: { section: string | undefined }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  const { data } = useQuery(overviewQuery);
  const shown: Section = SECTION_NAMES.find((known) => known === section) ?? 'journal';
  usePageTitle(t('more.title'), t(`more.${SECTIONS[shown]}`));
  return (
    <>
      <Title order={2} mb="md">
        {t('more.title')}
      </Title>
      <Tabs value={shown} onChange={(chosen) => navigate(`/more/${chosen}`)} keepMounted={false}>
        <Tabs.List mb="md">
          {SECTION_NAMES.map((name) => (
            <Tabs.Tab key={name} value={name} fz="md" py="md">
              {t(`more.${SECTIONS[name]}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="journal">
          <Journal />
        </Tabs.Panel>
        <Tabs.Panel value="inbox">{data && <AttentionCard overview={data} />}</Tabs.Panel>
        <Tabs.Panel value="desk">{data && <DeskSection nowMs={Date.parse(data.now)} />}</Tabs.Panel>
        <Tabs.Panel value="network">
          <NetworkStep />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <Settings />
        </Tabs.Panel>
        <Tabs.Panel value="about">{data && <About overview={data} />}</Tabs.Panel>
      </Tabs>
    </>
  );
}
