// Preloaded into the instances of functions: their clock stands where CLOCK_FILE says, in milliseconds since 1970.
const { readFileSync } = require('node:fs');

Date.now = () => Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
