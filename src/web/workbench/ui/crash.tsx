import { Component, type ReactNode } from 'react';
import { t } from '../words.ts';
import { Button } from './kit.tsx';

/** A fault of ours on one page: said plainly, with the way on. What was typed is kept in the tab. */
export class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="lone">
        <h1>{t('crash.title')}</h1>
        <p>{t('crash.text')}</p>
        <Button look="main" onClick={() => location.reload()}>
          {t('crash.reload')}
        </Button>
      </main>
    );
  }
}
