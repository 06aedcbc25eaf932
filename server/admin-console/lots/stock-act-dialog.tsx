import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../form/act-dialog.tsx';
import { type StockAct, type StockSubject, stockChange, useStockFields } from './stock-forms.ts';

interface StockActDialogProps {
  act: StockAct;
  opened: boolean;
  of: StockSubject;
  onClose: () => void;
}

/** Goods are received, counted, thrown away or sent to another depot: what follows is said, and why is asked. */
export function StockActDialog({ act, opened, of, onClose }: StockActDialogProps) {
  const { t } = useTranslation('hq');
  return (
    <ActDialog
      opened={opened}
      title={t(`lots.title.${act}`, { lot: of.lotNumber ?? '' })}
      onClose={onClose}
      fields={useStockFields(act, of)}
      initial={{ product_id: of.productId === undefined ? null : String(of.productId), quantity: null, reason: '' }}
      toChange={(values) => stockChange(act, of, values)}
      submit={t(`lots.act.${act}`)}
    >
      <Text size="sm">{t(`lots.text.${act}`)}</Text>
    </ActDialog>
  );
}
