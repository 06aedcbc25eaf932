/** The columns of `depots d`. */
export const DEPOT = 'd.id, d.code, d.name';
