/** Whose delivery notes of which month and depot are shown, as the address has it; empty for all. */
export interface SummaryProps {
  asked: { client_id: string; depot_id: string; month: string };
  change: (to: Partial<SummaryProps['asked']>) => void;
}
