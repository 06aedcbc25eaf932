import { ActionIcon, Container, Group, Text, Title, Tooltip } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { overviewQuery } from '../api/queries.ts';
import { HelpDialog } from './help-dialog.tsx';
import { Palette } from './palette.tsx';
import { SCREEN_NAMES, SCREENS } from './shortcuts.ts';
import { useShortcuts } from './use-shortcuts.ts';
import './frame.css';

/** Head and menu of every screen but the printed page. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('ui');
  return (
    <>
      <a className="skip-link" href="#content">
        {t('skipToContent')}
      </a>
      <Head />
      <Container component="main" id="content" tabIndex={-1} size={1280} px="lg" pb="xl">
        {children}
      </Container>
    </>
  );
}

function Head() {
  const language = useLanguage();
  const { data } = useQuery(overviewQuery);
  const [path] = useLocation();
  // Of a PC that belongs to no depot yet there is nothing to go to.
  const isSettingUp = isWithin(path, '/setup');
  const depot = data?.depot.name;
  return (
    <header className="frame-head">
      <Title order={1} size="h3" className="frame-depot">
        {depot ?? 'Manchengo'}
      </Title>
      {!isSettingUp && <Menu />}
      <Group gap={4} wrap="nowrap">
        {!isSettingUp && <Dialogs key={path} />}
        <LanguageMenu />
        <ColorSchemeButton />
        {data && (
          <Text component="time" fz={24} fw={600} ps="xs">
            {formatTime(data.now, language)}
          </Text>
        )}
      </Group>
    </header>
  );
}

function Menu() {
  const { t } = useTranslation('depot');
  const [path] = useLocation();
  const screens = SCREEN_NAMES.map((name) => ({ to: SCREENS[name], label: t(`nav.${name}`) }));
  return (
    <nav aria-label={t('nav.label')} className="frame-menu">
      {screens.map(({ to, label }) => (
        <Link key={to} to={to} aria-current={isWithin(path, to) ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

const isWithin = (path: string, screen: string): boolean =>
  path === screen || (screen !== '/' && path.startsWith(`${screen}/`));

/** One that is open goes with the page over which it stood. */
function Dialogs() {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<'help' | 'palette' | null>(null);
  const shortcuts = useMemo(
    () => ({
      help: () => setOpen('help'),
      palette: () => setOpen('palette'),
      home: () => navigate(SCREENS.home),
      deliveries: () => navigate(SCREENS.deliveries),
      phones: () => navigate(SCREENS.phones),
      tours: () => navigate(SCREENS.tours),
      stock: () => navigate(SCREENS.stock),
      more: () => navigate(SCREENS.more),
    }),
    [navigate],
  );
  useShortcuts(shortcuts);
  return (
    <>
      <Tooltip label={t('keys.open')}>
        <ActionIcon aria-label={t('keys.open')} aria-keyshortcuts="?" onClick={() => setOpen('help')}>
          <IconKeyboard size={20} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <HelpDialog opened={open === 'help'} onClose={() => setOpen(null)} />
      <Palette opened={open === 'palette'} onClose={() => setOpen(null)} />
    </>
  );
}
