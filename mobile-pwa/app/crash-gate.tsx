import { Component, type ReactNode } from 'react';
import { Broken } from './broken.tsx';

/** A screen that breaks would leave a white page: it says so instead. React writes the error into the browser's log. */
export class CrashGate extends Component<{ children: ReactNode }, { hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError() {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? <Broken code="CRASHED" /> : this.props.children;
  }
}
