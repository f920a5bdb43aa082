import 'react';

declare module 'react' {
  interface CSSProperties {
    /** How many lines a list keeps free. */
    '--room'?: number;
  }
}
