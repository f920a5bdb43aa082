/** Which tab is shown: the fragment of the URL says it, so that a reload, a link and Back come to the same. */
import { useEffect, useState } from 'react';

export const TABS = ['watch', 'scenarios', 'policy', 'log'] as const;

type TabName = (typeof TABS)[number];

export function useTab(): [tab: TabName, show: (tab: string) => void] {
  const [tab, setTab] = useState<TabName>(() => named(window.location.hash) ?? 'watch');
  useEffect(() => {
    const follow = () => {
      // Other fragments are places within a tab, or none at all.
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
