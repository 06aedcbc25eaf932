import type { ReactNode } from 'react';

/** One line of a list of facts: its name, and what is so or can be done about it. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
