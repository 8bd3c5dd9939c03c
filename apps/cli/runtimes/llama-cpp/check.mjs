/* Ends with code 0 when llama.cpp can be started on this machine. */
import { getLlama } from 'node-llama-cpp';

await getLlama({ gpu: false, build: 'never', logLevel: 'error' });
process.exit();
