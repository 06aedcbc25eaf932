/** The columns of `depots d`. */
export const DEPOT = 'd.id, d.code, d.name, d.address, d.phone, d.external_id';
