/** Sign-in in a popup, with oauth4webapi: the page stays open, and the call continues. */
import type { SignIn } from '../index.ts';
import { beginSignIn, endSignIn } from './authorization-code.ts';
import type { Application } from './authorization-code.ts';

const CHANNEL = 'step-up-sign-in';

/**
 * Opens the provider in a popup and waits for {@link reportToOpener}. A popup that the user closes cannot be detected
 * when the provider isolates its pages (Cross-Origin-Opener-Policy): give the call a signal, and the user a button.
 */
export function signInByPopup(application: Application): SignIn {
  return async (challenge, signal) => {
    // Opened before anything is awaited: a browser allows a popup only directly after the user's click.
    const popup = window.open('', '_blank', 'popup,width=480,height=640');
    if (popup === null)
      throw new Error('The browser did not allow a popup: call from a click, or use a redirect');
    // The provider's pages must not reach this page.
    popup.opener = null;
    const closed = new AbortController();
    try {
      const { url, pending } = await beginSignIn(application, challenge);
      signal.throwIfAborted();
      const callback = nextCallback(pending.state, AbortSignal.any([signal, closed.signal]));
      popup.location.replace(url);
      return await endSignIn(application, pending, await callback);
    } finally {
      closed.abort();
      popup.close();
    }
  };
}

/** For the page at the redirect URI: sends the provider's answer to the page that opened the popup, and closes the popup. */
export function reportToOpener(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(window.location.href);
  channel.close();
  window.close();
}

function nextCallback(state: string, signal: AbortSignal): Promise<URL> {
  return new Promise((resolve, reject) => {
    // Only pages of the same origin can use this channel.
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }) => {
      const url = new URL(String(data));
      if (url.searchParams.get('state') !== state) return;
      channel.close();
      resolve(url);
    };
    signal.addEventListener('abort', () => {
      channel.close();
      reject(new DOMException('The sign-in was cancelled', 'AbortError'));
    });
  });
}
