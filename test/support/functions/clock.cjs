// Preloaded into the instances of functions: their clock is ahead by as many milliseconds as CLOCK_FILE says.
const { readFileSync } = require('node:fs');

const now = Date.now.bind(Date);
Date.now = () => now() + Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
