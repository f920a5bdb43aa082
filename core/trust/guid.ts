/** Microsoft's ids, of a tenant or of an application, as the source of a regular expression. */
export const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
