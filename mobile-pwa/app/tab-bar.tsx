import { IconBox, IconReceipt, IconTruckDelivery, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useAppUpdate } from './app-update.ts';

const TABS = [
  { to: '/', name: 'tour', icon: IconTruckDelivery },
  { to: '/sell', name: 'sell', icon: IconReceipt },
  { to: '/stock', name: 'stock', icon: IconBox },
  { to: '/me', name: 'me', icon: IconUser },
] as const;

export function TabBar() {
  const { t } = useTranslation('phone');
  const [path] = useLocation();
  const { isReady } = useAppUpdate();
  return (
    <nav className="tab-bar" aria-label={t('nav.label')}>
      {TABS.map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} aria-current={isCurrent(path, to) ? 'page' : undefined}>
          <Icon size={24} stroke={1.75} aria-hidden />
          {t(`nav.${name}`)}
          {name === 'me' && isReady && <span className="tab-mark" role="img" aria-label={t('me.update')} />}
        </Link>
      ))}
    </nav>
  );
}

const OF_TOUR = ['/', '/scan', '/route', '/days'];

/** A delivery belongs to the tour, a draft and a client to the invoices. */
function isCurrent(path: string, tab: string): boolean {
  if (tab === '/') return OF_TOUR.includes(path) || /^\/(deliveries|van)\//.test(path);
  if (tab === '/sell' && path.startsWith('/clients')) return true;
  return path === tab || path.startsWith(`${tab}/`);
}
