import { Button, Group, Text } from '@mantine/core';
import { IconKeyboard, IconLogout } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { formatNumber } from '#shared/ui/format.ts';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { useDepots } from '../api/directory.ts';
import { useSession, useUser } from '../session/session-context.tsx';
import { needsOfAll } from '../today/needs.ts';
import { useOverview } from '../today/use-board.ts';
import { KeyHelp } from './key-help.tsx';
import { Palette } from './palette.tsx';
import { isIn, type Section, sectionsFor } from './sections.ts';
import { useConsoleKeys } from './use-console-keys.ts';
import './frame.css';

interface FrameProps {
  /** Whose work is on the phone has no section here to go to. */
  hasSections: boolean;
  children: ReactNode;
}

/** The menu at the side, and beside it the screen. */
export function Frame({ hasSections, children }: FrameProps) {
  const { t } = useTranslation('ui');
  return (
    <div className="hq">
      <a className="skip-link" href="#content">
        {t('skipToContent')}
      </a>
      <header className="hq-menu">
        <Text fw={600} fz="xl" px="sm" py="xs">
          Manchengo
        </Text>
        {hasSections && <Menu />}
        <Who mayRead={hasSections} />
      </header>
      <main id="content" tabIndex={-1} className="hq-content">
        {children}
      </main>
    </div>
  );
}

function Menu() {
  const { t } = useTranslation('hq');
  const [location] = useLocation();
  const sections = sectionsFor(useUser().role);
  const keys = useConsoleKeys(sections);
  return (
    <>
      <nav aria-label={t('nav.label')}>
        {sections.map((section) => (
          <MenuEntry key={section.name} section={section} location={location} />
        ))}
      </nav>
      <Button
        variant="subtle"
        justify="start"
        px="sm"
        leftSection={<IconKeyboard size={20} stroke={1.75} aria-hidden />}
        onClick={keys.showHelp}
      >
        {t('keys.title')}
      </Button>
      <KeyHelp opened={keys.shown === 'help'} onClose={keys.hide} />
      <Palette opened={keys.shown === 'palette'} sections={sections} onClose={keys.hide} />
    </>
  );
}

/** A section; where one is in it, its pages stand below. */
function MenuEntry({ section, location }: { section: Section; location: string }) {
  const { t } = useTranslation('hq');
  const { name, icon: SectionIcon, pages } = section;
  const isHere = isIn(section, location);
  const isOne = pages.length === 1;
  return (
    <>
      <Link to={pages[0].path} aria-current={isOne && isHere ? 'page' : undefined} data-within={isHere || undefined}>
        <SectionIcon size={20} stroke={1.75} aria-hidden />
        {t(`nav.${name}`)}
        {name === 'attention' && <ToDo />}
      </Link>
      {isHere && !isOne && (
        <div className="hq-pages">
          {pages.map(({ path, name: page }) => (
            <Link key={path} to={path} aria-current={location === path ? 'page' : undefined}>
              {t(`nav.${page}`)}
            </Link>
          ))}
        </div>
      )}
    </>
  );
}

/** How many things wait for a person. */
function ToDo() {
  const { t } = useTranslation('hq');
  const { data } = useOverview();
  const count = data ? needsOfAll(data) : 0;
  if (count === 0) return null;
  return (
    <span className="hq-count" title={t('nav.toDo', { count })}>
      {formatNumber(count)}
    </span>
  );
}

function Who({ mayRead }: { mayRead: boolean }) {
  const { t } = useTranslation(['hq', 'ui']);
  const session = useSession();
  const user = useUser();
  const depot = useDepots(mayRead)?.get(user.depot_id ?? 0)?.name;
  return (
    <div className="hq-who">
      <Text fw={600} size="sm" px="sm">
        <bdi>{user.name}</bdi>
      </Text>
      <Text size="sm" c="dimmed" px="sm" mb="xs">
        {[t(`ui:role.${user.role}`), depot].filter(Boolean).join(' · ')}
      </Text>
      <Group gap={0} justify="space-between">
        <LanguageMenu />
        <ColorSchemeButton />
      </Group>
      <Button
        fullWidth
        variant="subtle"
        justify="start"
        px="sm"
        leftSection={<IconLogout size={20} stroke={1.75} aria-hidden />}
        onClick={() => void session.signOut()}
      >
        {t('nav.signOut')}
      </Button>
    </div>
  );
}
