import { useTranslation } from 'react-i18next';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { formatAmount, formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import type { InboxItem } from '../../store/views.ts';

/** What did not go through: in one sentence who was first, when, and what was done here; and what to do about it. */
export function useRefusal(): (item: InboxItem) => { what: string; todo: string } {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const language = useLanguage();
  return (item) => {
    const todo = t(todoKey(item));
    const cash = item.cash === null ? null : formatAmount(item.cash, language);
    if (item.error_code === 'ALREADY_VALIDATED' && item.other_name !== null && item.other_at !== null) {
      const names = {
        name: item.other_name,
        at: formatDateTime(item.other_at, language),
        mine: formatDateTime(item.occurred_at, language),
      };
      return {
        what: cash === null ? t('outbox.second', names) : t('outbox.secondWithCash', { ...names, cash }),
        todo,
      };
    }
    const reason = ui(`reason.${reasonText(item.error_code)}`);
    return { what: cash === null ? reason : `${reason}. ${t('outbox.cashTaken', { cash })}`, todo };
  };
}

/** Nothing is to be done only where nothing was handed over and no money taken. */
export function todoKey({ error_code, action, cash }: Pick<InboxItem, 'error_code' | 'action' | 'cash'>) {
  if (cash !== null && cash > 0) return 'outbox.bringCash';
  if (error_code !== 'ALREADY_VALIDATED') return 'outbox.callAdmin';
  return action === 'DELIVERY_VALIDATED' ? 'outbox.tellGoods' : 'outbox.discard';
}
