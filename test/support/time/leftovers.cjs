/* Before each test file: takes out the time that a file before it, in the same worker, has left there because it failed. */
require('./time.cjs').takeOutLeftovers();
