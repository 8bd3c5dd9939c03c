import { config } from 'zod';

// The content security policy forbids code made from text, which zod would otherwise try. Imported before any schema.
config({ jitless: true });
