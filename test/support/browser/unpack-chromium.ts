/** Unpacks the Chromium of @sparticuz/chromium, with its libraries and fonts, into the folder that TMPDIR names. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';

const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');

chromium.setGraphicsMode = false;
await chromium.executablePath(bin);
// NSS and Expat, which a small machine may lack. The package itself unpacks them on AWS Lambda only.
await inflate(join(bin, 'al2023.tar.br'));
