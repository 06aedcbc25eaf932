/** `manchengo-3f9a0c1d.local`: a hub's own name in its yard, by its id. */
export const hubHost = (hubId: string): string => `manchengo-${hubId.slice(0, 8)}.local`;
