/** Whether the local run answers, as the event stream shows. Until the stream has opened or failed: `connecting`. */
import { live } from '../log/decisions.ts';
import { createStore } from './store.ts';

export type Connection = 'connecting' | 'up' | 'lost';

export const connection = createStore<Connection>(live.get() ? 'up' : 'connecting');

// `live` is set at each opening and at each failure, even if the value stays the same.
live.subscribe(() => {
  connection.set(() => (live.get() ? 'up' : 'lost'));
});
