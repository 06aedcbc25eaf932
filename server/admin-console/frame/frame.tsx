import { Button, Group, Text } from '@mantine/core';
import {
  type Icon,
  IconBuildingWarehouse,
  IconCoins,
  IconDeviceMobile,
  IconFileInvoice,
  IconHandStop,
  IconLogout,
  IconPackages,
  IconTruckDelivery,
  IconUsers,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { useDepots } from '../api/directory.ts';
import { useSession, useUser } from '../session/session-context.tsx';
import './frame.css';

const SECTIONS = [
  { path: '/deliveries', name: 'deliveries', icon: IconTruckDelivery },
  { path: '/invoices', name: 'invoices', icon: IconFileInvoice },
  { path: '/payments', name: 'payments', icon: IconCoins },
  { path: '/stock', name: 'stock', icon: IconPackages },
  { path: '/attention', name: 'attention', icon: IconHandStop },
  { path: '/devices', name: 'devices', icon: IconDeviceMobile },
  { path: '/users', name: 'users', icon: IconUsers },
  { path: '/hubs', name: 'hubs', icon: IconBuildingWarehouse },
] as const satisfies { path: string; name: string; icon: Icon }[];

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
        {hasSections && <Sections />}
        <Who mayRead={hasSections} />
      </header>
      <main id="content" tabIndex={-1} className="hq-content">
        {children}
      </main>
    </div>
  );
}

function Sections() {
  const { t } = useTranslation('hq');
  const [location] = useLocation();
  return (
    <nav aria-label={t('nav.label')}>
      {SECTIONS.map(({ path, name, icon: SectionIcon }) => (
        <Link key={path} to={path} aria-current={location === path ? 'page' : undefined}>
          <SectionIcon size={20} stroke={1.75} aria-hidden />
          {t(`nav.${name}`)}
        </Link>
      ))}
    </nav>
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
        {[t(`ui:role.${user.role}`), depot, user.role === 'clerk' && t('nav.readOnly')].filter(Boolean).join(' · ')}
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
