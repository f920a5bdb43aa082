/** The tab that is shown. The fragment of the URL names it, so that a reload, a link and Back show the same tab. */
import { useEffect, useState } from 'react';

const TABS = ['watch', 'scenarios', 'policy', 'log'] as const;

type TabName = (typeof TABS)[number];

export function useTab(): [tab: TabName, show: (tab: string) => void] {
  const [tab, setTab] = useState<TabName>(() => named(window.location.hash) ?? 'watch');
  useEffect(() => {
    const follow = () => {
      // Other fragments are for an element within a tab.
      setTab((current) => named(window.location.hash) ?? (window.location.hash === '' ? 'watch' : current));
    };
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
    };
  }, []);
  return [
    tab,
    (next) => {
      window.location.hash = next;
    },
  ];
}

function named(hash: string): TabName | undefined {
  return TABS.find((tab) => hash === `#${tab}`);
}
