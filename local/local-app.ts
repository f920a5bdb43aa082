/** An app for the local run: that of this repository, or one that uses the package. */

/** The addresses of the local stack, known before any part starts. */
export interface LocalAddresses {
  /** Issuer of the local provider, which uses the acr words of the app; undefined where the run leaves it out. */
  readonly issuer: string | undefined;
  /** Origin of the gateway. */
  readonly origin: string;
  /** Origins of the local run's own pages, which call the API from a browser. */
  readonly pageOrigins: readonly string[];
}

/** An app to run. */
export interface LocalApp {
  /** Its acr vocabulary, weakest first. */
  readonly acr: readonly string[];
  /** Audience of the local provider's tokens. */
  readonly audience: (origin: string) => string;
  /** Origins on loopback whose pages may call the API: applications in development. */
  readonly ownOrigins?: readonly string[];
  /** Writes the template and returns its file. Throws, or rejects, with every mistake in the config. */
  readonly synthesize: (addresses: LocalAddresses) => string | Promise<string>;
}
